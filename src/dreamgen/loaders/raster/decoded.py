"""A decoded image and what is known of its colours; any part of it becomes bands in sRGB."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageCms

from dreamgen.imaging.bands import Bands
from dreamgen.loaders.raster.coded_colours import CodedColours
from dreamgen.loaders.raster.deep_colour import join_bytes
from dreamgen.loaders.raster.opacity import find_clear
from dreamgen.loaders.raster.profiles import convert_grey_profile, convert_profile

Box = tuple[int, int, int, int]
_PIXELS_AT_ONCE = 1 << 20
_GREY = ("1", "L", "LA", "La")


@dataclass
class Decoded:
    """Pixels as the file has them, and how they are meant.

    low: the low bytes of 16-bit colour, in the bands that ``low_order`` names.
    clear: a colour that stands for nothing. inverted: 0 is white.
    """

    image: Image.Image
    low: Image.Image | None = None
    low_order: list[int] = field(default_factory=list)
    profile: ImageCms.ImageCmsProfile | None = None
    colours: CodedColours | None = None
    clear: tuple[int, ...] | None = None
    inverted: bool = False
    white: float = 1.0

    def __post_init__(self) -> None:
        if self.is_deep_grey:
            self.white = _find_white(self.image)

    @property
    def is_deep_grey(self) -> bool:
        """Whether the image is greyscale of 16 or 32 bits, or of floats."""
        return self.image.mode.startswith(("I", "F"))

    @property
    def bytes_per_pixel(self) -> int:
        """How much memory the bands take."""
        floats = self.is_deep_grey or self.low is not None or self.colours is not None
        count = 1 if self.image.mode in _GREY or self.is_deep_grey else 3
        return count * (4 if floats else 1) + 1

    def to_bands(self, box: Box) -> Bands:
        """Return a part of the image, left, top, right and bottom in pixels, in sRGB."""
        part = self.image.crop(box)
        if self.is_deep_grey:
            return self._convert_deep_grey(part)
        if self.low is not None:
            return self._convert_deep(part, self.low.crop(box))
        return self._convert(part)

    def _convert(self, part: Image.Image) -> Bands:
        if part.mode in ("P", "PA"):
            part = part.convert("RGBA" if part.has_transparency_data else "RGB")
        alpha = None
        if self.clear is not None:
            alpha = find_clear(_split(part), self.clear)
        elif part.has_transparency_data:
            part = part if "A" in part.getbands() else part.convert("RGBA")
            alpha = part.getchannel("A")
        colour = None if self.profile is None else convert_profile(part, self.profile)
        if colour is None:
            colour = _drop_alpha(part)
        if self.colours is None:
            return Bands(list(colour.split()), alpha)
        values = np.stack([np.asarray(band) for band in colour.split()]) / np.float32(255)
        return Bands(_to_images(self.colours.to_srgb(values)), alpha)

    def _convert_deep(self, high: Image.Image, low: Image.Image) -> Bands:
        lows = low.split()
        bands = [
            join_bytes(band, lows[at])
            for band, at in zip(high.split(), self.low_order, strict=False)
        ]
        alpha = None if self.clear is None else find_clear(bands, self.clear)
        values = np.stack(bands) / np.float32(65535)
        if len(values) == 4:
            alpha, values = Image.fromarray(values[3]), values[:3]
        if self.colours is not None:
            values = self.colours.to_srgb(values)
        # Pillow hands no more than 8 bits to Little CMS.
        converted = None if self.profile is None else convert_profile(high, self.profile)
        if converted is not None:
            return Bands(list(converted.split()), alpha)
        return Bands(_to_images(values), alpha)

    def _convert_deep_grey(self, part: Image.Image) -> Bands:
        levels = _to_levels(part)
        grey = np.clip(levels / np.float32(self.white), 0, 1)
        if self.inverted:
            grey = 1 - grey
        if self.profile is not None:
            grey = convert_grey_profile(grey, self.profile)
        elif self.colours is not None:
            grey = self.colours.to_srgb(grey[None])[0]
        alpha = None if self.clear is None else find_clear([levels], self.clear)
        return Bands(_to_images(grey[None]), alpha)


def split_rows(size: tuple[int, int], multiple: int = 1) -> list[Box]:
    """Return boxes of about a megapixel that cover a picture, of a multiple of so many rows."""
    width, height = size
    rows = max(1, _PIXELS_AT_ONCE // (width * multiple)) * multiple
    return [(0, top, width, min(height, top + rows)) for top in range(0, height, rows)]


def _drop_alpha(part: Image.Image) -> Image.Image:
    if part.mode in _GREY:
        return part if part.mode == "L" else part.convert("L")
    return part if part.mode == "RGB" else part.convert("RGB")


def _split(part: Image.Image) -> list[np.ndarray]:
    part = part.convert("L") if part.mode == "1" else part
    return [np.asarray(band) for band in part.split()]


def _to_images(values: np.ndarray) -> list[Image.Image]:
    return [Image.fromarray(np.ascontiguousarray(band, np.float32)) for band in values]


def _to_levels(part: Image.Image) -> np.ndarray:
    """Return greyscale as float32; what is no finite number as 0."""
    levels = np.asarray(part if part.mode == "F" else part.convert("I"), np.float32)
    return np.nan_to_num(levels, nan=0.0, posinf=0.0, neginf=0.0)


def _find_white(image: Image.Image) -> float:
    """Return the value that means white: formats do not say it for floats and 32-bit integers."""
    if image.mode.startswith("I;16"):
        return 65535.0
    parts = (image.crop(box) for box in split_rows(image.size))
    largest = max((float(_to_levels(part).max()) for part in parts), default=0.0)
    if image.mode == "F" and largest <= 1:
        return 1.0
    if image.mode == "F" and largest <= 255:
        return 255.0
    return max(65535.0, largest) if math.isfinite(largest) else 65535.0
