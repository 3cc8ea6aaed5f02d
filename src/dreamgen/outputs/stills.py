"""The formats of still pictures, and which suffix of a file name means which."""

from __future__ import annotations

from dreamgen.outputs.avif import Avif
from dreamgen.outputs.jpeg import Jpeg
from dreamgen.outputs.png import Png
from dreamgen.outputs.still import Still
from dreamgen.outputs.tiff import Tiff
from dreamgen.outputs.webp import Webp

__all__ = ["BY_SUFFIX", "Avif", "Jpeg", "Png", "Tiff", "Webp"]

BY_SUFFIX: dict[str, type[Still]] = {
    suffix: kind for kind in (Png, Jpeg, Webp, Tiff, Avif) for suffix in kind.suffixes
}
