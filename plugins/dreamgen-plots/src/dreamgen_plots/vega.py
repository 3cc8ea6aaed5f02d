"""Charts as JSON, drawn by Vega itself in a process of its own, which reaches no network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import Field

from dreamgen import BadInput, Converter, Limits, Source, run_isolated

MOST_BYTES = 32 << 20
DEEPEST = 200
MOST_VALUES = 2_000_000
SECONDS_PER_BYTE = 2 / 2**20  # ten thousand points are a megabyte and take some 2 s
_WORKER = Path(__file__).with_name("vega_worker.py")
_LITE = {"mark", "layer", "facet", "hconcat", "vconcat", "concat", "repeat", "spec"}
_KNOWN = _LITE | {"marks", "$schema", "axes", "signals"}

_GENERATED = {"sequence", "graticule", "sphere"}


class Vega(Converter):
    """Vega and Vega-Lite, as editors, Altair and many dashboards save them.

    Data must be in the file: nothing is fetched and no other file is read.
    """

    patience: float = Field(1.0, gt=0, le=1000, description="times the usual time it may take")

    def accepts(self, source: Source) -> bool:
        head = source.data[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n")
        if not head.startswith(b"{"):
            return False
        return b"vega" in head or (b'"mark"' in head or b'"marks"' in head)

    def convert(self, source: Source) -> Source:
        spec = _check(_read(source), source.name)
        kind = "vegalite" if _is_lite(spec) else "vega"
        if kind == "vegalite" and not _holds_data(spec):
            raise BadInput(f"{source.name} holds no data, so there is nothing to draw")
        request = json.dumps({"kind": kind, "spec": spec}).encode()
        seconds = (1.6 + len(request) * SECONDS_PER_BYTE) * self.patience
        limits = Limits(seconds, memory=1 << 30)
        svg = run_isolated(_WORKER, request, limits, source.name, ["vl_convert"])
        return Source(svg, source.name)


def _read(source: Source) -> dict[str, Any]:
    if len(source.data) > MOST_BYTES:
        raise BadInput(f"{source.name} is longer than the {MOST_BYTES >> 20} MB that are read")
    try:
        spec = json.loads(source.data)
    except RecursionError:
        raise BadInput(f"{source.name} nests its values far too deep") from None
    except ValueError as problem:
        raise BadInput(f"{source.name} is damaged: {problem}") from None
    if not isinstance(spec, dict) or _KNOWN.isdisjoint(spec):
        raise BadInput(f"{source.name} is JSON, but no chart")
    return spec


def _is_lite(spec: dict[str, Any]) -> bool:
    schema = str(spec.get("$schema", ""))
    return "vega-lite" in schema or ("/vega/" not in schema and not _LITE.isdisjoint(spec))


def _holds_data(spec: dict[str, Any]) -> bool:
    """Say whether a chart has a row to draw: values, a dataset, a generated table, or a datum."""
    stack: list[Any] = [spec]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += value
        elif isinstance(value, dict):
            data = value.get("data")
            if isinstance(data, dict) and (data.get("values") or _GENERATED & data.keys()):
                return True
            datasets = value.get("datasets")
            if "datum" in value or (isinstance(datasets, dict) and any(datasets.values())):
                return True
            # The rows themselves are not looked through: they may be a million.
            stack += [each for key, each in value.items() if key not in ("values", "datasets")]
    return False


def _check(spec: dict[str, Any], name: str) -> dict[str, Any]:
    """Refuse what would be fetched, or would multiply beyond measure, before anything is drawn."""
    stack: list[tuple[Any, int, str]] = [(spec, 0, "")]
    seen = 0
    while stack:
        value, depth, key = stack.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_VALUES:
            raise BadInput(f"{name} holds more than a chart does: too deep or too many values")
        if isinstance(value, dict):
            _check_table(value, key, name)
            stack += [(each, depth + 1, inner) for inner, each in value.items()]
        elif isinstance(value, list):
            stack += [(each, depth + 1, key) for each in value]
    return spec


def _check_table(table: dict[str, Any], key: str, name: str) -> None:
    url = table.get("url")
    if isinstance(url, str) and key in ("data", "lookup", "from", "") and "values" not in table:
        raise BadInput(
            f"{name} takes its data from {url[:60]!r}, which is never read: put it inside"
        )
    for side in ("width", "height"):
        if isinstance(table.get(side), int | float) and table[side] > 20_000:
            raise BadInput(f"{name} wants to be {table[side]} pixels in {side}, which is too many")
    if key == "sequence":
        ends = [table.get(end, 0) for end in ("start", "stop")]
        step = table.get("step", 1) or 1
        if not all(isinstance(number, int | float) for number in (*ends, step)):
            raise BadInput(f"{name} generates a sequence of no known length")
        if abs((ends[1] - ends[0]) / step) > MOST_VALUES:
            raise BadInput(f"{name} generates more values than can be drawn")
