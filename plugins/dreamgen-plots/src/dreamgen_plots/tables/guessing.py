"""Which chart of a table makes sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dreamgen import BadInput
from dreamgen_plots.tables.reading import Column

FEW = 12
"""As many colours can be told apart in a legend."""

MOST_BARS = 40
_IN_LEGEND = 7
_OTHERS = "other"
_ROW_NUMBERS = {"", "id", "index", "row", "nr", "no", "no.", "#"}


def guess_chart(table: Sequence[Column], name: str) -> tuple[str, list[Column]]:
    """Return the kind of chart, and the columns for x, y and, where it helps, the colour.

    A line where there is a time; else a scatter of two columns of numbers; else bars of one column
    of numbers for each word. Raises BadInput where nothing can be drawn.
    """
    numbers = [column for column in table if column.kind == "number" and column.different > 1]
    numbers = [column for column in numbers if not _counts_rows(column)] or numbers
    times = [column for column in table if column.kind in ("time", "year") and column.different > 1]
    orders = [column for column in table if column.kind == "order"]
    words = [column for column in table if column.kind == "word" and column.different > 1]
    if not numbers:
        raise BadInput(f"{name} has no column of numbers that differ, so there is nothing to draw")
    if times or orders:
        return "line", [(times or orders)[0], numbers[0], *_choose_groups(words, numbers[0])]
    if len(numbers) > 1:
        return "scatter", [*numbers[:2], *_choose_groups(words, numbers[0])]
    if words:
        few = next((column for column in words if column.different <= FEW), None)
        if few is not None:
            return "bar", [few, numbers[0], few]
        return "ranking", [numbers[0], words[0]]
    rows = len(numbers[0].values)
    return "line", [Column("row", "number", [float(row + 1) for row in range(rows)]), numbers[0]]


def _choose_groups(words: Sequence[Column], numbers: Column) -> list[Column]:
    """Return the column that colours: the first of few words, or else one with its rare ones joined."""
    for column in words:
        if column.different <= FEW:
            return [column]
    for column in words:
        if column.different <= len(numbers.values) // 2:  # or it names rows, and no groups
            return [_join_rare(column)]
    return []


def _join_rare(column: Column) -> Column:
    counts = Counter(value for value in column.values if value is not None)
    kept = {value for value, _ in counts.most_common(_IN_LEGEND)}
    values = [value if value is None or value in kept else _OTHERS for value in column.values]
    return replace(column, values=values)


def _counts_rows(column: Column) -> bool:
    """Say whether a column only numbers the rows."""
    name = column.name.lower()
    if name not in _ROW_NUMBERS and not name.startswith(("unnamed", "column ")):
        return False
    start = column.values[0]
    if start not in (0.0, 1.0) or len(column.values) < 3:
        return False
    return column.values == [start + row for row in range(len(column.values))]
