"""Reads tables: the separator and the columns' types are found from the text itself."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass

from dreamgen import BadInput, Source

MOST_BYTES = 32 << 20
MOST_ROWS = 50_000
MOST_COLUMNS = 500
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-"}
_DATE = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d)?)?)?|\d{4}/\d\d?/\d\d?")


@dataclass(frozen=True)
class Column:
    """A column: "number", "time" or "word", and its values, None where one is missing."""

    name: str
    kind: str
    values: list[float | str | None]

    @property
    def different(self) -> int:
        return len(set(self.values) - {None})


def looks_like_table(data: bytes) -> bool:
    """Say whether text begins with two or more lines of as many fields, two or more of them."""
    head = data[:65_536]
    if b"\0" in head or head.lstrip()[:1] in (b"<", b"{", b"["):
        return False
    try:
        text = head.decode("utf-8-sig", errors="strict" if len(data) <= 65_536 else "ignore")
    except UnicodeDecodeError:
        return False
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    separator = _find_separator(lines[0]) if lines else None
    if separator is None or len(lines) < 2:
        return False
    widths = [len(row) for row in csv.reader(lines[:5], delimiter=separator)]
    return widths[0] >= 2 and all(width == widths[0] for width in widths[:2])


def read_table(source: Source) -> list[Column]:
    """Return a table's columns; raise BadInput for one that is broken, empty or far too large."""
    if len(source.data) > MOST_BYTES:
        raise BadInput(f"{source.name} is longer than the {MOST_BYTES >> 20} MB that are read")
    text = source.data.decode("utf-8-sig", errors="replace")
    separator = _find_separator(text.partition("\n")[0]) or ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    except csv.Error as problem:
        raise BadInput(f"{source.name} is no table: {problem}") from None
    names = [name.strip() for name in rows[0]]
    if len(names) > MOST_COLUMNS or len(rows) > MOST_ROWS + 1:
        raise BadInput(
            f"{source.name} has {len(rows) - 1} rows and {len(names)} columns; a chart takes at"
            f" most {MOST_ROWS:,} and {MOST_COLUMNS}"
        )
    if len(rows) < 2:
        raise BadInput(f"{source.name} has a header and no rows")
    names = [name or f"column {number}" for number, name in enumerate(names, 1)]
    if len(set(names)) < len(names):
        raise BadInput(f"{source.name} has two columns of one name")
    cells = [
        [row[at].strip() if at < len(row) else "" for row in rows[1:]] for at in range(len(names))
    ]
    return [_build_column(name, values) for name, values in zip(names, cells, strict=True)]


def _find_separator(line: str) -> str | None:
    counts = {mark: line.count(mark) for mark in (",", "\t", ";", "|")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else None


def _build_column(name: str, cells: list[str]) -> Column:
    known = [cell for cell in cells if cell.lower() not in _MISSING]
    if known and all(_parse_number(cell) is not None for cell in known):
        return Column(name, "number", [_parse_number(cell) for cell in cells])
    values: list[float | str | None] = [
        None if cell.lower() in _MISSING else cell for cell in cells
    ]
    is_time = bool(known) and all(_DATE.fullmatch(cell) for cell in known)
    return Column(name, "time" if is_time else "word", values)


def _parse_number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
