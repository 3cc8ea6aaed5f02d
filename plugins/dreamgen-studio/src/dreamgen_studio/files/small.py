"""Small pictures for pages: JPEG, at most 640 pixels a side."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 640
QUALITY = 82


def encode_small(pixels: Tensor) -> bytes:
    """Return pixels (3, H, W) in 0..1 as a JPEG, the longest side at most SIDE."""
    import torch
    from PIL import Image
    from torch.nn.functional import interpolate

    _, height, width = pixels.shape
    share = SIDE / max(height, width)
    small = pixels.detach()[None].float().cpu()
    if share < 1:
        size = max(1, round(height * share)), max(1, round(width * share))
        small = interpolate(small, size, mode="bilinear", antialias=True)
    values = (small[0].clamp(0, 1) * 255).round().to(torch.uint8)
    image = Image.fromarray(values.permute(1, 2, 0).contiguous().numpy())
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
