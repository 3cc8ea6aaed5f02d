"""A contact sheet: many pictures in one, each with its caption."""

from __future__ import annotations

import importlib.resources
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.outputs.base import Output
from dreamgen.outputs.stills.by_suffix import read_still_recipe
from dreamgen.outputs.stills.still import Still

if TYPE_CHECKING:
    from PIL import Image, ImageFont

    from dreamgen.imaging.picture import Frame

BACKGROUND, TEXT, FAINT = "#ffffff", "#1a1a1a", "#6b6b6b"
MOST_CHARACTERS = 4000  # of a line: more would never fit


@dataclass(frozen=True)
class Cell:
    """A picture of mode RGB, its caption, and in smaller type how it is made."""

    image: Image.Image
    caption: str
    detail: str = ""


def draw_sheet(cells: Sequence[Cell], columns: int, heading: str = "") -> Image.Image:
    """Return the cells in rows of so many columns on white, under a heading if there is one.

    All are of the first one's size. Captions are in Open Sans, a size that goes with the pictures.
    """
    from PIL import Image, ImageDraw

    details = any(cell.detail for cell in cells)
    layout = Layout(cells[0].image.size, columns, details, bool(heading))
    width, height = layout.picture
    large, small = _load_font(layout.type), _load_font(layout.small_type)
    canvas = Image.new("RGB", layout.measure(len(cells)), BACKGROUND)
    pen = ImageDraw.Draw(canvas)
    if heading:
        fitted = _shorten(heading, canvas.width - 2 * layout.gap, small)
        pen.text((layout.gap, layout.gap * 0.7), fitted, FAINT, small)
    for number, cell in enumerate(cells):
        x, y = layout.place(number)
        canvas.paste(cell.image.resize((width, height)), (x, y))
        under = y + height + round(layout.type * 0.2)
        pen.text((x, under), _shorten(cell.caption, width, large), TEXT, large)
        detail = _shorten(cell.detail, width, small)
        pen.text((x, under + round(layout.type * 1.4)), detail, FAINT, small)
    return canvas


@dataclass(frozen=True)
class Layout:
    """Where things stand on a sheet, in pixels: rows of pictures, a caption below each."""

    picture: tuple[int, int]
    columns: int
    details: bool
    heading: bool

    @property
    def type(self) -> int:
        return max(11, round(self.picture[0] / 21))

    @property
    def small_type(self) -> int:
        return max(9, round(self.type * 0.68))

    @property
    def gap(self) -> int:
        return max(6, round(self.picture[0] * 0.035))

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


def _load_font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    file = importlib.resources.files("dreamgen") / "fonts" / "OpenSans-Regular.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


def _shorten(text: str, width: int, font: ImageFont.FreeTypeFont) -> str:
    """Return a line cut short, with dots, where it would be wider than ``width`` pixels."""
    text = text[:MOST_CHARACTERS]
    if font.getlength(text) <= width:
        return text
    kept = bisect_right(
        range(len(text)), float(width), key=lambda n: font.getlength(text[:n] + "…")
    )
    return text[: max(0, kept - 1)].rstrip() + "…"
