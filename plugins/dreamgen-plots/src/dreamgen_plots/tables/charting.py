"""From columns to a chart: what was asked for, or what makes sense, as Vega-Lite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from dreamgen import BadInput
from dreamgen_plots.tables.guessing import MOST_BARS, guess_chart
from dreamgen_plots.tables.reading import Column

_MARKS = {"scatter": "circle", "line": "line", "bar": "bar", "area": "area"}
_STYLES: dict[str, Any] = _MARKS | {
    "scatter": {"type": "circle", "size": 70, "opacity": 0.8},
    "line": {"type": "line", "strokeWidth": 4},
    "ranking": "bar",
}
_CHANNELS = ("x", "y", "color")
_TYPES = {"number": "quantitative", "year": "quantitative", "time": "temporal"}
_TYPES |= {"order": "ordinal", "word": "nominal"}
_COLOURS = ["#ff6a13", "#8b2fd6", "#009e96", "#f0417e", "#1f77d0", "#c2a400", "#5aac78", "#6b4f3a"]
_GRADIENT = ["#ffb347", "#f0417e", "#6a1fb0"]
_CONFIG = {
    "font": "Open Sans",
    "view": {"fill": "#ebebeb", "stroke": None},
    "axis": {"gridColor": "white", "labelFontSize": 13, "titleFontSize": 15, "labelLimit": 220},
    "legend": {"labelFontSize": 13, "titleFontSize": 14},
    "title": {"fontSize": 20, "anchor": "start", "offset": 12},
    "range": {"category": _COLOURS},
}
_CALL = re.compile(r"\s*([a-z]+)\s*\(([^()]*)\)\s*")


def build_chart(table: Sequence[Column], chart: str, title: str, name: str) -> dict[str, Any]:
    """Return a Vega-Lite specification; raise BadInput naming the columns that there are."""
    kind, columns = _parse_chart(table, chart, name) if chart.strip() else guess_chart(table, name)
    fields = [f"c{number}" for number in range(len(columns))]
    rows = zip(*(column.values for column in columns), strict=True)
    values = [dict(zip(fields, row, strict=True)) for row in rows]
    encoding = {
        channel: _build_channel(channel, field, column, kind)
        for channel, field, column in zip(_CHANNELS, fields, columns, strict=False)
    }
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": title or _make_title(name),
        "width": 640,
        "height": 420,
        "background": "white",
        "data": {"values": values},
        "mark": _STYLES[kind],
        "encoding": encoding,
        "config": _CONFIG,
    }
    if kind == "ranking":
        _rank(spec, columns)
    elif kind in ("line", "area"):
        _average_repeated(encoding, columns)
    return spec


def _rank(spec: dict[str, Any], columns: Sequence[Column]) -> None:
    """Lay the bars down, the largest first, so that many names can be read."""
    numbers, words = columns
    totals: dict[str, list[float]] = {}
    for word, number in zip(words.values, numbers.values, strict=True):
        if word is not None and isinstance(number, float):
            totals.setdefault(str(word), []).append(number)
    means = sorted(((sum(each) / len(each), word) for word, each in totals.items()), reverse=True)
    spec["data"] = {"values": [{"c0": mean, "c1": word} for mean, word in means[:MOST_BARS]]}
    spec["height"] = max(420, 22 * min(len(means), MOST_BARS))
    spec["encoding"]["y"] |= {"sort": "-x"}
    spec["encoding"]["x"].pop("scale", None)
    colours = {"field": "c0", "type": "quantitative", "legend": None}
    spec["encoding"]["color"] = colours | {"scale": {"range": _GRADIENT}}
    if len(means) > MOST_BARS:
        spec["title"] += f" ({MOST_BARS} largest of {len(means)})"


def _average_repeated(encoding: dict[str, Any], columns: Sequence[Column]) -> None:
    """Draw the mean where a line would have several points over one place."""
    places = list(zip(columns[0].values, *(column.values for column in columns[2:]), strict=True))
    if len(set(places)) < len(places) and columns[1].kind == "number":
        encoding["y"]["aggregate"] = "mean"


def _build_channel(channel: str, field: str, column: Column, kind: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "field": field,
        "type": _TYPES[column.kind],
        "title": _name_axis(column),
    }
    if column.kind == "order":
        described["sort"] = column.order
    if kind == "bar" and channel == "y" and column.kind == "number":
        described["aggregate"] = "mean"
    elif channel != "color" and column.kind in ("number", "year") and kind != "bar":
        described["scale"] = {"zero": False}
    if channel != "color" and column.kind == "year":
        described["axis"] = {"format": "d", "tickMinStep": 1}
    if column.clock:
        described["axis"] = {"format": "%H:%M"}
    return described


def _name_axis(column: Column) -> str:
    name = column.name.replace("_", " ")
    return f"{name} ({column.unit})" if column.unit and column.unit not in name else name


def _parse_chart(table: Sequence[Column], chart: str, name: str) -> tuple[str, list[Column]]:
    call = _CALL.fullmatch(chart)
    if call is None or call[1] not in _MARKS:
        kinds = ", ".join(_MARKS)
        raise BadInput(f"--chart {chart!r}: write it as scatter(x, y, colour); there are {kinds}")
    words = [word.strip().strip("\"'") for word in call[2].split(",")]
    if len(words) not in (2, 3):
        raise BadInput(f"--chart {chart!r}: takes two columns, and a third one for the colour")
    return call[1], [_find_column(table, word, name) for word in words]


def _find_column(table: Sequence[Column], word: str, name: str) -> Column:
    for column in table:
        if column.name == word:
            return column
    names = [column.name for column in table]
    close = get_close_matches(word, names, n=1)
    guess = f" (did you mean {close[0]}?)" if close else ""
    raise BadInput(f"{name} has no column {word!r}{guess}; it has {', '.join(names[:30])}")


def _make_title(name: str) -> str:
    return re.sub(r"[_-]+", " ", re.sub(r"\.\w+$", "", name.replace("\\", "/").rpartition("/")[2]))
