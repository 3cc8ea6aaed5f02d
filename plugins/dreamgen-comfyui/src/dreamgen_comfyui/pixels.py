"""ComfyUI's IMAGE and MASK, and dreamgen's arrays and frames.

An IMAGE is a float tensor (B, H, W, C) in 0..1, of three channels, or of four with the opacity last. A
MASK is (B, H, W) in 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor

import dreamgen

_PLACEHOLDER = (64, 64)
"""Size of the empty mask that Load Image gives for a picture without transparency."""
_TOLERANCE = 1e-3
"""How near a whole level, in levels, counts as being meant."""


def list_pictures(image: Tensor) -> list[np.ndarray]:
    """Return the pictures of an IMAGE, each (H, W, C) float32."""
    if image.ndim != 4 or image.shape[3] not in (1, 3, 4):
        shape = tuple(image.shape)
        raise dreamgen.BadInput(
            f"an image of shape {shape} is none: (batch, height, width, 3 or 4)"
        )
    pictures = [picture.detach().float().cpu().numpy().copy() for picture in image]
    for picture in pictures:
        picture[:, :, 3:] = _snap(picture[:, :, 3:])
    return pictures


def list_masks(mask: Tensor | None, count: int) -> list[np.ndarray | None]:
    """Return a mask (H, W) for each of ``count`` pictures; one mask alone is for all of them.

    The empty mask that Load Image gives for an opaque picture counts as none.
    """
    if mask is None or (tuple(mask.shape[-2:]) == _PLACEHOLDER and not mask.any()):
        return [None] * count
    masks = list(_snap(mask.reshape(-1, *mask.shape[-2:]).detach().float().cpu().numpy()))
    if len(masks) not in (1, count):
        raise dreamgen.BadInput(
            f"{len(masks)} masks do not fit {count} pictures: give one, or as many"
        )
    return masks * (count // len(masks))


def _snap(opacity: np.ndarray) -> np.ndarray:
    """Return opacities with those that are meant as levels of 8 bits exactly so.

    ComfyUI turns opacity into a mask and back by 1 - x, which in floats is not quite the same.
    """
    levels = opacity * 255
    nearest = levels.round()
    exact = nearest / np.float32(255)
    return np.where(np.abs(levels - nearest) < _TOLERANCE, exact, opacity)


def to_image(frames: Sequence[dreamgen.Frame]) -> Tensor:
    """Return frames of one size as an IMAGE, with a fourth channel if any is transparent."""
    clear = any(frame.alpha is not None for frame in frames)
    return torch.stack([_to_channels(frame, clear).permute(1, 2, 0) for frame in frames])


def to_pillow(picture: Tensor) -> Image.Image:
    """Return one picture of an IMAGE, (H, W, C), in 8 bits, as dreamgen's own files have it."""
    channels = picture.detach().float().cpu().permute(2, 0, 1)
    levels = dreamgen.dither(channels[:3])
    if len(channels) == 4:
        opacity = (channels[3:].clamp(0, 1) * 255).round().to(torch.uint8).numpy()
        levels = np.concatenate([levels, opacity])
    return Image.fromarray(np.ascontiguousarray(levels.transpose(1, 2, 0)).squeeze())


def to_preview(pixels: Tensor) -> Image.Image:
    """Return pixels (3, H, W) in 0..1, on any device, as an image to look at."""
    levels = (pixels.detach().float().clamp(0, 1) * 255).round().to(torch.uint8)
    return Image.fromarray(levels.permute(1, 2, 0).cpu().numpy())


def _to_channels(frame: dreamgen.Frame, clear: bool) -> Tensor:
    pixels = frame.pixels.detach().cpu().float()
    if not clear:
        return pixels
    if frame.alpha is None:
        return torch.cat([pixels, torch.ones_like(pixels[:1])])
    alpha = frame.alpha.detach().cpu().float().clamp(0, 1)
    return torch.cat([dreamgen.remove_background(pixels, alpha), alpha])
