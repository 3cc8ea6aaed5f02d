"""A contact sheet of any grid: a run of captioned pictures, or tables where it has several axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.outputs.sheets.captioned import Layout, choose_columns, draw_sheet
from dreamgen.outputs.sheets.grid import Grid
from dreamgen.outputs.sheets.table import TableLayout, draw_table

if TYPE_CHECKING:
    from PIL import Image


def draw_grid(grid: Grid, columns: int | None = None) -> Image.Image:
    """Return the sheet of a grid: a run of so many columns, or a table where it has several axes."""
    if grid.is_table:
        return draw_table(grid)
    run = grid.run
    columns = _columns(len(run), run[0].image.size, columns)
    return draw_sheet(run, columns, grid.explanation)


def measure_grid(
    grid: Grid, count: int, picture: tuple[int, int], columns: int | None = None
) -> tuple[int, int]:
    """Return the width and height of the sheet of ``count`` pictures that a grid will have.

    ``picture`` is the width and height of the first.
    """
    if grid.is_table:
        return TableLayout(grid, picture).measure()
    count += grid.source is not None
    layout = Layout(picture, _columns(count, picture, columns), True, bool(grid.heading))
    return layout.measure(count)


def _columns(count: int, picture: tuple[int, int], columns: int | None) -> int:
    return min(columns or choose_columns(count, picture[0] / picture[1]), count)
