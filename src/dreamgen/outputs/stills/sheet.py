"""A contact sheet: many pictures in one, each with its caption."""

from __future__ import annotations

import importlib.resources
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

    width, height = cells[0].image.size
    size = max(11, round(width / 21))
    small = max(9, round(size * 0.68))
    gap = max(6, round(width * 0.035))
    below = round(size * 1.5) + (round(small * 1.6) if any(cell.detail for cell in cells) else 0)
    rows = -(-len(cells) // columns)
    top = gap + (round(small * 2.2) if heading else 0)
    total = (gap + columns * (width + gap), top + rows * (height + below + gap))
    canvas = Image.new("RGB", total, BACKGROUND)
    pen = ImageDraw.Draw(canvas)
    if heading:
        fitted = _shorten(heading, total[0] - 2 * gap, _load_font(small), pen)
        pen.text((gap, gap * 0.7), fitted, FAINT, _load_font(small))
    for number, cell in enumerate(cells):
        x = gap + number % columns * (width + gap)
        y = top + number // columns * (height + below + gap)
        canvas.paste(cell.image.resize((width, height)), (x, y))
        under = y + height + round(size * 0.2)
        pen.text(
            (x, under), _shorten(cell.caption, width, _load_font(size), pen), TEXT, _load_font(size)
        )
        detail = _shorten(cell.detail, width, _load_font(small), pen)
        pen.text((x, under + round(size * 1.4)), detail, FAINT, _load_font(small))
    return canvas


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


def _shorten(text: str, width: int, font: ImageFont.FreeTypeFont, pen: object) -> str:
    """Return a line cut short, with dots, where it would be wider than ``width`` pixels."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"
