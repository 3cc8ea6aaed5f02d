"""A contact sheet: many pictures in one, each with its caption."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.outputs.base import Output
from dreamgen.outputs.stills.by_suffix import read_still_recipe
from dreamgen.outputs.stills.grid import Cell, Grid
from dreamgen.outputs.stills.lettering import (
    BACKGROUND,
    FAINT,
    TEXT,
    gap_size,
    load_font,
    shorten_line,
    small_type_size,
    type_size,
)
from dreamgen.outputs.stills.still import Still

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Frame


def draw_grid(grid: Grid, columns: int | None = None) -> Image.Image:
    """Return the sheet of a grid: a run of so many columns, or a table where it has several axes."""
    from dreamgen.outputs.stills.table import draw_table

    if grid.is_table:
        return draw_table(grid)
    run = grid.run
    columns = _columns(len(run), run[0].image.size, columns)
    return draw_sheet(run, columns, explain(grid))


def measure_grid(
    grid: Grid, count: int, picture: tuple[int, int], columns: int | None = None
) -> tuple[int, int]:
    """Return the width and height of the sheet of ``count`` pictures that a grid will have.

    ``picture`` is the width and height of the first.
    """
    from dreamgen.outputs.stills.table import TableLayout

    if grid.is_table:
        return TableLayout(grid, picture).measure()
    count += grid.source is not None
    layout = Layout(picture, _columns(count, picture, columns), True, bool(grid.heading))
    return layout.measure(count)


def explain(grid: Grid) -> str:
    """Return the line above a grid: the command of what all pictures share, and what to add."""
    where = "at its row and column" if grid.is_table else "under each"
    return f"{grid.heading}  and what stands {where}" if grid.heading else ""


def _columns(count: int, picture: tuple[int, int], columns: int | None) -> int:
    return min(columns or choose_columns(count, picture[0] / picture[1]), count)


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


def paste(
    canvas: Image.Image, image: Image.Image, place: tuple[int, int], size: tuple[int, int]
) -> None:
    """Put an image into the middle of a box, as large as fits."""
    scale = min(size[0] / image.width, size[1] / image.height)
    wide, high = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    fitted = image if (wide, high) == image.size else image.resize((wide, high))
    canvas.paste(fitted, (place[0] + (size[0] - wide) // 2, place[1] + (size[1] - high) // 2))


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


class FinishedPicture(Output):
    """A picture that is finished already, of mode RGB, and the kind of file it becomes."""

    image: Any
    kind: Still

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the picture as its kind of file; the frames are ignored."""
        self.kind.save(self.image, path, recipe)

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return read_still_recipe(path)


def choose_columns(count: int, aspect: float) -> int:
    """Return how many columns make a sheet of ``count`` pictures about 3 wide to 2 high."""
    shapes = range(1, count + 1)
    waste = {
        n: abs(n * aspect / (-(-count // n) * 1.12) - 1.5) + 0.35 * (-count % n) for n in shapes
    }
    return min(shapes, key=lambda n: waste[n])
