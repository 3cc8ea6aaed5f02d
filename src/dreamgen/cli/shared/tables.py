"""Plain tables that read well on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from dreamgen.errors import make_printable


def print_table(rows: Sequence[Sequence[object]], header: Sequence[str] = ()) -> None:
    """Print rows with their columns aligned; the last column may be of any length.

    Control characters, which anybody's preset or plugin may hold, are written out.
    """
    cells = [
        [make_printable(str(cell)) for cell in row] for row in ([header, *rows] if header else rows)
    ]
    if not cells:
        return
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())
