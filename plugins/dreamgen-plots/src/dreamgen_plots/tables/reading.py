"""Reads tables: the header and the kinds of the columns are found from the cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dreamgen import BadInput, Source
from dreamgen_plots.tables.dates import read_cycle, read_dates
from dreamgen_plots.tables.numbers import prefer_comma, read_numbers
from dreamgen_plots.tables.text import decode_text, find_separator, split_rows

MOST_BYTES = 32 << 20
MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 1_000_000
_HEAD = 65_536  # bytes looked at to tell a table
_MISSING = {"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "\u2013", "\u2014", ".", "?"}
_YEARS = {
    "year",
    "yr",
    "jahr",
    "ann\u00e9e",
    "annee",
    "a\u00f1o",
    "ano",
    "anno",
    "jaar",
    "\u00e5r",
    "rok",
}
_FIRST_YEAR, _LAST_YEAR = 1000, 2200
Value = float | str | None


@dataclass(frozen=True)
class Column:
    """A column and its values, None where one is missing.

    kind: "number", "year", "time" (ISO text), "order" (words that have one), or "word".
    unit: what every number is counted in. order: the words of a kind "order". clock: times of day.
    """

    name: str
    kind: str
    values: list[Value]
    unit: str = ""
    order: list[str] = field(default_factory=list)
    clock: bool = False

    @property
    def different(self) -> int:
        """How many different values there are."""
        return len(set(self.values) - {None})


def looks_like_table(data: bytes) -> bool:
    """Say whether text begins with rows of as many fields, two or more of each; or with numbers."""
    text = decode_text(data[:_HEAD], cut=len(data) > _HEAD)
    if not text or text.lstrip()[:1] in ("<", "{", "["):
        return False
    separator, text = find_separator(text)
    rows = _split(text, separator or "\0", 20)
    if separator:
        return len(rows) > 1
    numbers = [row[0] for row in rows[1:]]
    return len(numbers) > 1 and read_numbers(numbers, prefer_comma(numbers)) is not None


def read_table(source: Source) -> list[Column]:
    """Return a table's columns; raise BadInput for one that is broken, empty or far too large."""
    if len(source.data) > MOST_BYTES:
        raise BadInput(f"{source.name} is longer than the {MOST_BYTES >> 20} MB that are read")
    text = decode_text(source.data)
    if text is None:
        raise BadInput(f"{source.name} is no table: it is not text")
    separator, text = find_separator(text)
    try:
        rows = split_rows(text, separator or "\0", MOST_ROWS + 2)
    except csv.Error as problem:
        raise BadInput(f"{source.name} is no table: {problem}") from None
    if not rows:
        raise BadInput(f"{source.name} is empty")
    names, rows = _split_header(rows)
    if not rows:
        raise BadInput(f"{source.name} has a header and no rows")
    _check_size(len(rows), len(names), source.name)
    if len(set(names)) < len(names):
        raise BadInput(f"{source.name} has two columns of one name")
    cells = [[row[at] if at < len(row) else "" for row in rows] for at in range(len(names))]
    comma = separator != "," and any(prefer_comma(column) for column in cells)
    return [_build_column(name, column, comma) for name, column in zip(names, cells, strict=True)]


def _split(text: str, separator: str, most: int) -> list[list[str]]:
    try:
        return split_rows(text, separator, most)
    except csv.Error:
        return []


def _check_size(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        count = f"more than {MOST_ROWS:,}" if rows > MOST_ROWS else f"{rows}"
        raise BadInput(
            f"{name} has {count} rows and {columns} columns; a chart takes at most {MOST_ROWS:,}"
            f" and {MOST_COLUMNS}, and {MOST_CELLS:,} cells"
        )


def _split_header(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the columns' names and the rows below; columns without a name are numbered."""
    has_header = len(rows) == 1 or _is_header(rows[0], rows[1 : 1 + 50])
    names = rows[0] if has_header else [""] * len(rows[0])
    names = [name or f"column {number}" for number, name in enumerate(names, 1)]
    return names, rows[1:] if has_header else rows


def _is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether the first row is unlike those below: words over numbers, or a row of years."""
    numbers = [_is_number(cell) for cell in first]
    if not any(numbers) or _are_years([cell for cell in first if _is_number(cell)]):
        return not read_dates([cell for cell in first if cell]) if first else True
    for at, is_number in enumerate(numbers):
        cells = [row[at] for row in below if at < len(row) and not _is_missing(row[at])]
        if is_number != (bool(cells) and all(map(_is_number, cells))) and not _is_missing(
            first[at]
        ):
            return True
    return False


def _is_number(cell: str) -> bool:
    return read_numbers([cell], comma_first=False) is not None


def _are_years(cells: Sequence[str]) -> bool:
    """Say whether some cells are years one after another, as the header of a wide table."""
    if len(cells) < 2 or not all(re.fullmatch(r"\d{4}", cell) for cell in cells):
        return False
    years = [int(cell) for cell in cells]
    steps = {after - before for before, after in pairwise(years)}
    return (
        len(steps) == 1
        and steps.pop() != 0
        and _FIRST_YEAR <= min(years) <= max(years) <= _LAST_YEAR
    )


def _is_missing(cell: str) -> bool:
    return cell.lower() in _MISSING


def _build_column(name: str, cells: list[str], comma: bool) -> Column:
    known = [cell for cell in cells if not _is_missing(cell)]
    numbers = read_numbers(known, comma)
    if numbers is not None:
        values, unit = numbers
        return Column(name, _find_number_kind(name, values), _fill(cells, values), unit)
    dates = read_dates(known)
    if dates is not None:
        return Column(name, "time", _fill(cells, dates[0]), clock=dates[1])
    order = read_cycle(known)
    return Column(name, "order" if order else "word", _fill(cells, known), order=order or [])


def _fill(cells: Sequence[str], known: Sequence[float | str]) -> list[Value]:
    """Return the values in their rows, None where a cell is missing."""
    values = iter(known)
    return [None if _is_missing(cell) else next(values) for cell in cells]


def _find_number_kind(name: str, values: Sequence[float]) -> str:
    are_years = all(value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR for value in values)
    return "year" if are_years and name.lower() in _YEARS else "number"
