"""The formats of still pictures, by the suffix of a file's name."""

from __future__ import annotations

from pathlib import Path

from dreamgen.outputs.stills.avif import Avif
from dreamgen.outputs.stills.jpeg import Jpeg
from dreamgen.outputs.stills.png import Png
from dreamgen.outputs.stills.still import Still
from dreamgen.outputs.stills.tiff import Tiff
from dreamgen.outputs.stills.webp import Webp

__all__ = ["BY_SUFFIX", "Avif", "Jpeg", "Png", "Tiff", "Webp", "read_still_recipe"]

BY_SUFFIX: dict[str, type[Still]] = {
    suffix: kind for kind in (Png, Jpeg, Webp, Tiff, Avif) for suffix in kind.suffixes
}


def read_still_recipe(path: Path) -> str | None:
    """Return the recipe in a still picture of any of the formats, or None."""
    found = (kind.read_recipe(path) for kind in dict.fromkeys(BY_SUFFIX.values()))
    return next(filter(None, found), None)
