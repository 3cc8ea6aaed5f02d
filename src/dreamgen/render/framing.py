"""The picture as a zoom's frames need it: opaque, of even sides, and smaller for a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.render.finishing import lay_on_background

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Picture

Sides = tuple[int, int]
"""Width and height in pixels."""

SMALLEST = 32


def frame_picture(picture: Picture, recipe: Recipe, even: bool) -> Picture:
    """Return the picture laid on paper; ``even``: without the last row or column if it is odd.

    Raise BadInput if sides are to be even, and the recipe asks for others in so many words.
    """
    width, height = picture.size
    if even and (width % 2 or height % 2) and recipe.size and recipe.size.is_exact:
        raise BadInput(
            f"{recipe.where('size')}: {width}x{height}: video takes even sides only, as "
            f"{width + width % 2}x{height + height % 2}"
        )
    rows, columns = (side - side % 2 * even for side in (height, width))
    opaque = replace(_flatten_picture(picture, recipe.background), alpha=None)
    return each_plane(opaque, lambda values: values[:, :rows, :columns])


def _flatten_picture(picture: Picture, background: str | None) -> Picture:
    from dreamgen.imaging.dither import remove_background
    from dreamgen.imaging.picture import Frame

    if picture.alpha is None or background is None:
        return picture  # loaders show what is transparent on white paper already
    colours = remove_background(picture.pixels, picture.alpha)
    return replace(
        picture, pixels=lay_on_background(Frame(colours, picture.alpha), background).pixels
    )


def each_plane(picture: Picture, change: Callable[[Tensor], Tensor]) -> Picture:
    """Return a picture with its pixels, mask and protected places changed alike."""
    mask, protected = picture.mask, picture.protected
    return replace(
        picture,
        pixels=change(picture.pixels),
        mask=None if mask is None else change(mask),
        protected=None if protected is None else change(protected),
    )


def half_size(size: Sides, even: bool) -> Sides:
    """Return half of a size, even if asked for, and never too small to dream on."""
    step = 2 if even else 1
    width, height = (max(SMALLEST, side // (2 * step) * step) for side in size)
    return width, height


def shrink(values: Tensor, size: Sides) -> Tensor:
    """Return (C, H, W) in 0..1 at a smaller size."""
    from dreamgen.imaging.strips import resize

    return resize(values[None], size[::-1])[0].clamp(0, 1)
