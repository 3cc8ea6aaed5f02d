"""The contact sheet of a film: pictures spread over it, each with its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image

from dreamgen.loaders.films.reel import Reel, Shown
from dreamgen.outputs.sheets.captioned import choose_columns, draw_sheet
from dreamgen.outputs.sheets.grid import Cell


def draw_film_sheet(
    name: str, reel: Reel, pictures: Iterable[Shown], width: int, columns: int | None = None
) -> Image.Image:
    """Return a sheet of pictures at most ``width`` pixels wide, under the film's name and length."""
    cells = list(_iterate_cells(pictures, width))
    columns = min(columns or choose_columns(len(cells), reel.size[0] / reel.size[1]), len(cells))
    size = " x ".join(map(str, reel.size))
    heading = f"{name}  ·  {size}  ·  {reel.rate:.4g} fps  ·  {write_time(reel.seconds)}"
    return draw_sheet(cells, columns, heading)


def _iterate_cells(pictures: Iterable[Shown], width: int) -> Iterator[Cell]:
    """Yield small pictures one after another, for whole ones may be large."""
    for shown in pictures:
        image = drop_alpha(shown.image)
        wide = min(width, image.width)
        high = max(1, round(image.height * wide / image.width))
        small = image.resize((wide, high), Image.Resampling.LANCZOS)
        yield Cell(small, write_time(shown.seconds))


def drop_alpha(image: Image.Image) -> Image.Image:
    """Return an image of mode RGB; what is transparent lies on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def write_time(seconds: float) -> str:
    """Return a time as players show it, in hundredths.

    >>> write_time(2.5), write_time(62.5), write_time(3723)
    ('0:02.50', '1:02.50', '1:02:03.00')
    """
    hundredths = round(seconds * 100)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    begin = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{begin}:{rest // 100:02}.{rest % 100:02}"
