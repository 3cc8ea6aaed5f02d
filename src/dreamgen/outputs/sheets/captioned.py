"""A contact sheet as a run of pictures, each with its caption under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgen.outputs.sheets.grid import Cell
from dreamgen.outputs.sheets.lettering import (
    BACKGROUND,
    FAINT,
    TEXT,
    gap_size,
    load_font,
    shorten_line,
    small_type_size,
    type_size,
)
from dreamgen.outputs.sheets.paste import paste

if TYPE_CHECKING:
    from PIL import Image


def draw_sheet(cells: Sequence[Cell], columns: int, heading: str = "") -> Image.Image:
    """Return the cells in rows of so many columns on white, under a heading if there is one.

    All are fitted into the size of the first. Captions are in Open Sans, a size that goes with the
    pictures.
    """
    from PIL import Image, ImageDraw

    details = any(cell.detail for cell in cells)
    layout = Layout(cells[0].image.size, columns, details, bool(heading))
    width, height = layout.picture
    large, small = load_font(layout.type), load_font(layout.small_type)
    canvas = Image.new("RGB", layout.measure(len(cells)), BACKGROUND)
    pen = ImageDraw.Draw(canvas)
    if heading:
        fitted = shorten_line(heading, canvas.width - 2 * layout.gap, small)
        pen.text((layout.gap, layout.gap * 0.7), fitted, FAINT, small)
    for number, cell in enumerate(cells):
        x, y = layout.place(number)
        paste(canvas, cell.image, (x, y), layout.picture)
        under = y + height + round(layout.type * 0.2)
        pen.text((x, under), shorten_line(cell.caption, width, large), TEXT, large)
        detail = shorten_line(cell.detail, width, small)
        pen.text((x, under + round(layout.type * 1.4)), detail, FAINT, small)
    return canvas


def choose_columns(count: int, aspect: float) -> int:
    """Return how many columns make a sheet of ``count`` pictures about 3 wide to 2 high."""
    shapes = range(1, count + 1)
    waste = {
        n: abs(n * aspect / (-(-count // n) * 1.12) - 1.5) + 0.35 * (-count % n) for n in shapes
    }
    return min(shapes, key=lambda n: waste[n])


@dataclass(frozen=True)
class Layout:
    """Where things stand on a sheet, in pixels: rows of pictures, a caption below each."""

    picture: tuple[int, int]
    columns: int
    details: bool
    heading: bool

    @property
    def type(self) -> int:
        return type_size(self.picture[0])

    @property
    def small_type(self) -> int:
        return small_type_size(self.picture[0])

    @property
    def gap(self) -> int:
        return gap_size(self.picture[0])

    def place(self, number: int) -> tuple[int, int]:
        """Return the left and upper edge of a picture, counted from 0."""
        row, column = divmod(number, self.columns)
        return self.gap + column * (self.picture[0] + self.gap), self._top + row * self._pitch

    def measure(self, count: int) -> tuple[int, int]:
        """Return the width and height of a sheet of so many pictures."""
        rows = -(-count // self.columns)
        return self.gap + self.columns * (
            self.picture[0] + self.gap
        ), self._top + rows * self._pitch

    @property
    def _top(self) -> int:
        return self.gap + (round(self.small_type * 2.2) if self.heading else 0)

    @property
    def _pitch(self) -> int:
        below = round(self.type * 1.5) + (round(self.small_type * 1.6) if self.details else 0)
        return self.picture[1] + below + self.gap
