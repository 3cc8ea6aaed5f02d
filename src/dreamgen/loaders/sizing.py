"""How large a loaded picture becomes, and which sizes are refused."""

from __future__ import annotations

from dreamgen.errors import BadInput
from dreamgen.recipe.values import Size

DEFAULT_LONGEST = 1024
"""Longest side, in pixels, where nobody asked for a size: a telephone's 12 megapixels would dream
for most of an hour, and 1024 pixels look good on a screen."""

SMALLEST_SIDE = 16
"""A network with a stride of 16 sees nothing in less."""

MOST_PIXELS = 200_000_000
"""More than any camera makes; decoding as many takes some 2 GB."""


def check_pixels(width: int, height: int, name: str) -> None:
    """Refuse, before anything is decoded, a picture without pixels or with far too many."""
    if width < 1 or height < 1:
        raise BadInput(f"{name} has no pixels: it is {width} x {height}")
    if width * height > MOST_PIXELS:
        raise BadInput(
            f"{name} is {width} x {height} pixels, more than the {MOST_PIXELS // 10**6} megapixels"
            " that dreamgen reads; make it smaller first"
        )


def choose_raster_size(natural: tuple[int, int], size: Size | None, name: str) -> tuple[int, int]:
    """Return (width, height) for pixels of the ``natural`` size: never enlarged unasked."""
    if size is None:
        size = Size(min(DEFAULT_LONGEST, max(natural)))
    return check_size(size.fit(*natural), natural, size, name)


def choose_vector_size(
    natural: tuple[float, float], size: Size | None, name: str
) -> tuple[int, int]:
    """Return (width, height) for a drawing, which is as sharp at any size."""
    size = size or Size(DEFAULT_LONGEST)
    return check_size(size.fit(*natural), natural, size, name)


def check_size(
    target: tuple[int, int], natural: tuple[float, float], size: Size, name: str
) -> tuple[int, int]:
    """Return ``target`` if it can be dreamed; raise BadInput that says what to do if not."""
    width, height = target
    if width * height > MOST_PIXELS:
        raise BadInput(
            f"{name} would become {width} x {height} pixels, more than the"
            f" {MOST_PIXELS // 10**6} megapixels that dreamgen makes; ask for a smaller size"
        )
    if min(target) >= SMALLEST_SIDE:
        return target
    if size.height is not None:
        raise BadInput(f"a size of {width} x {height} is too small: {_state_least('each side')}")
    if max(target) >= SMALLEST_SIDE:
        raise BadInput(
            f"{name} is too narrow to dream: at this size it would be {width} x {height} pixels,"
            f" and {_state_least('each side')}; give both sides, as in --size 1024x256"
        )
    raise BadInput(
        f"{name} is too small to dream: {width} x {height} pixels, and {_state_least('each side')};"
        " ask for a size to enlarge it, as in --size 512"
    )


def _state_least(what: str) -> str:
    return f"{what} needs at least {SMALLEST_SIDE}"
