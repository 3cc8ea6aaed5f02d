"""Average whole blocks of a huge picture before anything else: its floats would take gigabytes."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dreamgen.imaging.bands import Bands
from dreamgen.loaders.raster.decoded import Decoded, split_rows

_HUGE = 120_000_000  # bytes: 30 megapixels of colour
_LARGER = 3  # times the wanted size that is left to a better filter


def draft(image: Image.Image, target: tuple[int, int]) -> None:
    """Let a huge JPEG be decoded at a half, quarter or eighth of its size, which costs less."""
    width, height = image.size
    factor = min(width // target[0], height // target[1]) // _LARGER
    if width * height * 4 > _HUGE and factor > 1:
        image.draft(image.mode, (width // factor, height // factor))


def find_factor(decoded: Decoded, target: tuple[int, int]) -> int:
    """Return the side in pixels of the blocks to average for (width, height) pixels; 1 for none."""
    width, height = decoded.image.size
    if width * height * decoded.bytes_per_pixel <= _HUGE:
        return 1
    return max(1, min(width // target[0], height // target[1]) // _LARGER)


def shrink(decoded: Decoded, factor: int) -> Bands:
    """Return the bands, each block of factor x factor pixels averaged; made bit by bit."""
    size = decoded.image.size
    boxes = split_rows(size, factor)
    if len(boxes) == 1:
        return _reduce(decoded.to_bands(boxes[0]), factor)
    small = (-(-size[0] // factor), -(-size[1] // factor))
    whole: list[Image.Image] = []
    for box in boxes:
        bands = _reduce(decoded.to_bands(box), factor).all
        whole = whole or [Image.new(band.mode, small) for band in bands]
        for band, part in zip(whole, bands, strict=True):
            band.paste(part, (0, box[1] // factor))
    return Bands.of(whole)


def _reduce(bands: Bands, factor: int) -> Bands:
    if factor == 1:
        return bands
    if bands.alpha is None:
        return Bands([band.reduce(factor) for band in bands.colours])
    alpha = _to_floats(bands.alpha)
    opacity = Image.fromarray(alpha).reduce(factor)
    weights = np.clip(np.asarray(opacity), 1e-6, None)
    colours = []
    for band in bands.colours:
        weighted = Image.fromarray(_to_floats(band) * alpha).reduce(factor)
        colours.append(_to_mode(np.asarray(weighted) / weights, band.mode))
    return Bands(colours, _to_mode(np.asarray(opacity), bands.alpha.mode))


def _to_floats(band: Image.Image) -> np.ndarray:
    values = np.asarray(band, np.float32)
    return values if band.mode == "F" else values / np.float32(255)


def _to_mode(values: np.ndarray, mode: str) -> Image.Image:
    """Return values in 0..1 as a band; of 8 bits again, where they were, for a quarter of memory."""
    return Image.fromarray(values if mode == "F" else (values * 255 + 0.5).astype(np.uint8))
