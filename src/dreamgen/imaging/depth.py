"""Frames at more than 8 bits: 16-bit levels, and linear light in floats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from dreamgen.imaging.dither import remove_background

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


def to_16_bits(frame: Frame, with_alpha: bool | None = None) -> np.ndarray:
    """Return a frame as sRGB levels, uint16 (H, W, 3), or (H, W, 4) with straight alpha.

    ``with_alpha``: None for alpha where the frame has it. Without alpha the frame lies on white.
    """
    pixels, alpha = _split(frame, with_alpha)
    colours = pixels if alpha is None else remove_background(pixels, alpha)
    return _join((colours * 65_535).round(), None if alpha is None else (alpha * 65_535).round())


def to_linear_light(frame: Frame) -> np.ndarray:
    """Return a frame in linear light, float32 (H, W, 3), or (H, W, 4) with premultiplied alpha.

    Of sRGB's curve (IEC 61966-2-1), its primaries kept; premultiplied as OpenEXR means it.
    """
    pixels, alpha = _split(frame, None)
    if alpha is None:
        return _join(_decode_srgb(pixels), None, np.float32)
    return _join(_decode_srgb(remove_background(pixels, alpha)) * alpha, alpha, np.float32)


def _split(frame: Frame, with_alpha: bool | None) -> tuple[Tensor, Tensor | None]:
    """Return pixels and alpha as floats in 0..1; alpha is opaque where it is asked for and missing."""
    wanted = frame.alpha is not None if with_alpha is None else with_alpha
    pixels = _plain(frame.pixels if wanted else frame.flatten())
    if not wanted:
        return pixels, None
    return pixels, torch.ones_like(pixels[:1]) if frame.alpha is None else _plain(frame.alpha)


def _plain(values: Tensor) -> Tensor:
    return torch.nan_to_num(values.detach().cpu().float()).clamp(0, 1)


def _decode_srgb(pixels: Tensor) -> Tensor:
    return torch.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)


def _join(pixels: Tensor, alpha: Tensor | None, kind: type[np.generic] = np.uint16) -> np.ndarray:
    planes = pixels if alpha is None else torch.cat([pixels, alpha])
    return np.ascontiguousarray(planes.permute(1, 2, 0).numpy().astype(kind))
