"""Whether a film is transparent, which holds for all of its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.loaders.films.moments import show_at, spread_moments
from dreamgen.loaders.films.reel import Reel

if TYPE_CHECKING:
    from PIL import Image

LOOKED_AT = 9
"""Frames of a film, spread over it, that tell: a title may fade in late."""


def is_transparent(reel: Reel, start: float, stop: float) -> bool:
    """Say whether a film lets its ground show through somewhere from ``start`` to ``stop`` seconds."""
    if not reel.may_be_transparent:
        return False
    moments = spread_moments(reel, LOOKED_AT, start, stop)
    return any(shows_ground(shown.image) for shown in show_at(reel, moments))


def shows_ground(image: Image.Image) -> bool:
    """Say whether an image is not opaque everywhere."""
    return image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)
