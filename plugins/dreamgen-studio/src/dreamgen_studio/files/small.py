"""Small pictures for pages, as JPEG: previews, and the sources that dreams are compared with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

SIDE = 640
"""Most pixels a side of a preview."""
SOURCE_SIDE = 1280
"""Of a source: it fills the canvas, beside the dream of it."""
QUALITY = 82


def encode_small(pixels: Tensor, side: int = SIDE) -> bytes:
    """Return pixels (3, H, W) in 0..1 as a JPEG, the longest side at most ``side`` pixels."""
    import torch
    from PIL import Image
    from torch.nn.functional import interpolate

    _, height, width = pixels.shape
    share = side / max(height, width)
    small = pixels.detach()[None].float().cpu()
    if share < 1:
        size = max(1, round(height * share)), max(1, round(width * share))
        small = interpolate(small, size, mode="bilinear", antialias=True)
    values = (small[0].clamp(0, 1) * 255).round().to(torch.uint8)
    return _write(Image.fromarray(values.permute(1, 2, 0).contiguous().numpy()))


def encode_image(image: Image, side: int = SIDE) -> bytes:
    """Return an image likewise; what is clear in it is white."""
    import PIL.Image

    small = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small.thumbnail((side, side), PIL.Image.Resampling.BICUBIC)
    if small.mode == "RGBA":
        small = PIL.Image.alpha_composite(PIL.Image.new("RGBA", small.size, "white"), small)
    return _write(small.convert("RGB"))


def _write(image: Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
