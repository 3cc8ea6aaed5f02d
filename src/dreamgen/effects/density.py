"""Pictures as ink on paper: what does not come back of the light that falls on them."""

from __future__ import annotations

from torch import Tensor

from dreamgen.imaging.picture import Picture

_DARKEST = 0.012
"""No print is blacker: 1.9 in the densities that printers give."""


def density(pixels: Tensor) -> Tensor:
    """Return how much ink lies on white paper, (3, H, W), 0 for none (the law of Beer)."""
    return -pixels.clamp(_DARKEST, 1).log()


def print_ink(ink: Tensor) -> Tensor:
    """Return the pixels, (3, H, W) in 0..1, of so much ink."""
    return (-ink.clamp_min(0)).exp()


def split_protected(ink: Tensor, source: Picture, share: float) -> tuple[Tensor, Tensor]:
    """Return the ink that may move, and the ``share`` of protected words' that stays in place."""
    if source.protected is None:
        return ink, ink * 0
    stays = ink * source.protected * share
    return ink - stays, stays


def spare_protected(changed: Tensor, before: Tensor, source: Picture, share: float) -> Tensor:
    """Return ``changed``, but on protected words only the rest of ``share`` of the change."""
    if source.protected is None or share == 0:
        return changed
    return changed.lerp(before, source.protected * share)
