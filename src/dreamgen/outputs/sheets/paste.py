"""A picture in its box on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def paste(
    canvas: Image.Image, image: Image.Image, place: tuple[int, int], size: tuple[int, int]
) -> None:
    """Put an image into the middle of a box, as large as fits."""
    scale = min(size[0] / image.width, size[1] / image.height)
    wide, high = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    fitted = image if (wide, high) == image.size else image.resize((wide, high))
    canvas.paste(fitted, (place[0] + (size[0] - wide) // 2, place[1] + (size[1] - high) // 2))
