"""Plain tables and paragraphs that read well on a terminal and in a pipe."""

from __future__ import annotations

import inspect
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence

from dreamgen.cli.shared.help_words import fill_paragraphs
from dreamgen.errors import make_printable

NARROWEST = 30  # columns for the last of a row: with fewer, it begins on a line of its own
INDENT = 6
MARGIN, WIDEST = 4, 120  # columns


def print_table(rows: Sequence[Sequence[object]], header: Sequence[str] = ()) -> None:
    """Print rows with their columns aligned; a terminal gets lines no longer than it is wide.

    In a pipe every row is one line. Control characters, which anybody's preset or plugin may hold,
    are written out.
    """
    for line in format_table([header, *rows] if header else rows, _find_width()):
        print(line)


def print_paragraphs(text: str) -> None:
    """Print a docstring, indented; on a terminal its paragraphs fill the lines."""
    width = _find_width()
    lines = inspect.cleandoc(text) if width is None else fill_paragraphs(text)
    for line in lines.splitlines():
        for part in textwrap.wrap(line, (width or WIDEST) - MARGIN) or [""]:
            print(f"{' ' * MARGIN}{part}".rstrip())


def _find_width() -> int | None:
    """Return how many columns a terminal has; None for a pipe, whose lines may be of any length."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def format_table(rows: Sequence[Sequence[object]], width: int | None = None) -> Iterator[str]:
    """Yield the lines of a table; what is too long for ``width`` columns is wrapped in the last one.

    >>> list(format_table([("jitter", "a random shift"), ("blur", "a filter")]))
    ['jitter  a random shift', 'blur    a filter']
    """
    cells = [[make_printable(str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    start = sum(widths[:-1]) + 2 * len(widths[:-1])  # where the last column begins
    is_wide = width is not None and start + (widths or [0])[-1] > width
    for row in cells:
        *first, last = row
        beginning = "".join(cell.ljust(size + 2) for cell, size in zip(first, widths, strict=False))
        if width is None or not is_wide:
            yield (beginning + last).rstrip()
        elif width - start >= NARROWEST:
            yield from _wrap(beginning + last, width, start)
        else:
            yield beginning.rstrip()
            yield from _wrap(" " * INDENT + last, width, INDENT)


def _wrap(line: str, width: int, indent: int) -> list[str]:
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * indent,
        replace_whitespace=False,
        break_on_hyphens=False,
    )
