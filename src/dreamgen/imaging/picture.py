"""Pictures as they travel through dreamgen: float tensors, never files."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from dreamgen.imaging.scratch import keep
from dreamgen.imaging.strips import strips_of


@dataclass(frozen=True)
class Picture:
    """Pixels, and where and how they may be dreamed.

    pixels:    float32 (3, H, W), sRGB in 0..1; where the source is transparent, laid on white.
    alpha:     float32 (1, H, W) in 0..1, or None when opaque; it is kept in the result.
    mask:      float32 (1, H, W) in 0..1: 1 where dreaming may happen; None for everywhere.
    protected: float32 (1, H, W) in 0..1: 1 where the source must stay exactly as it is; or None.
    """

    pixels: Tensor
    alpha: Tensor | None = None
    mask: Tensor | None = None
    protected: Tensor | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[2], self.pixels.shape[1]

    def in_files(self) -> Picture:
        """Return the picture with what is large of it in files, for memory to be free for dreaming."""
        others = (None if x is None else keep(x) for x in (self.alpha, self.mask, self.protected))
        return Picture(keep(self.pixels), *others)

    def with_mask(self, mask: Tensor) -> Picture:
        """Return the picture with its mask narrowed by another, (1, H, W) in 0..1."""
        if self.mask is not None:
            mask = strips_of(*mask.shape[1:]).map(torch.mul, self.mask, mask)
        return replace(self, mask=mask)

    def to(self, device: torch.device) -> Picture:
        """Return the picture on a device."""
        others = (self.alpha, self.mask, self.protected)
        moved = (None if plane is None else plane.to(device) for plane in others)
        return Picture(self.pixels.to(device), *moved)

    def freedom(self) -> Tensor | None:
        """Return how far each pixel may move, (1, H, W) in 0..1; None if all may move freely."""
        if self.protected is None:
            return self.mask
        strips = strips_of(*self.protected.shape[1:])
        return strips.map(_combine, self.protected, self.mask)


def _combine(protected: Tensor, mask: Tensor | None) -> Tensor:
    free = 1 - protected
    return free if mask is None else free * mask


@dataclass(frozen=True)
class Frame:
    """One finished picture of a render: what an output writes.

    pixels: float32 (3, H, W) in 0..1 on the CPU; alpha as in :class:`Picture`.
    source: what it was dreamed from, for outputs that show both.
    seconds: how long it is shown, in a moving picture.
    """

    pixels: Tensor
    alpha: Tensor | None = None
    source: Tensor | None = None
    index: int = 0
    count: int = 1
    seconds: float = 0.0

    def flatten(self, background: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Tensor:
        """Return opaque pixels: the frame laid over a colour."""
        if self.alpha is None:
            return self.pixels
        colour = torch.tensor(background).view(3, 1, 1)

        def lay(pixels: Tensor, alpha: Tensor) -> Tensor:
            # The pixels lie on white already: only the difference from white is to be added.
            return (pixels + (colour - 1) * (1 - alpha)).clamp(0, 1)

        return strips_of(*self.alpha.shape[1:]).map(lay, self.pixels, self.alpha)
