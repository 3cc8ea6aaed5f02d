"""Palettes: a class keeps to its own hues most of the time, so that dreams of it have colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

Hues = Sequence[tuple[float, float]]
"""Pairs of hue, 0..1 round the wheel, and saturation, 0..1."""

OWN = 0.8  # share of the pictures in their class's own colours
SPREADS = (0.06, 0.15, 0.33, 0.5, 0.5, 0.25)  # round the wheel, from the first colour to the others


def palette(
    batch: int, colours: int, hues: Hues, generator: torch.Generator, device: torch.device
) -> Tensor:
    """Return (batch, colours, 3) in 0..1, dark to light, of the hues given or of any."""

    def random(*shape: int) -> Tensor:
        return torch.rand(shape, generator=generator, device=device)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, device=device)

    free = _draw_free(random, normal, batch, colours)
    if not hues:
        return free
    table = torch.tensor(hues, dtype=torch.float32, device=device)
    index = (random(batch, colours) * len(hues)).long()
    hue = table[index, 0] + 0.025 * normal(batch, colours)
    saturation = table[index, 1] * (0.8 + 0.35 * random(batch, colours))
    value = _make_rising(random(batch, 1) * 0.2, colours) + 0.05 * normal(batch, colours)
    own = hsv(hue, _make_pale(saturation, value), value.clamp(0.03, 1))
    return torch.where(random(batch, 1, 1) < OWN, own, free)


def _draw_free(
    random: Callable[..., Tensor], normal: Callable[..., Tensor], batch: int, colours: int
) -> Tensor:
    spread = torch.tensor(SPREADS, device=random(1).device)
    spread = spread[(random(batch, 1) * len(SPREADS)).long()]
    side = torch.floor(random(batch, colours) * 3) - 1
    hue = random(batch, 1) + spread * side + 0.03 * normal(batch, colours)
    saturation = (0.35 + 0.6 * random(batch, colours)) * (0.6 + 0.5 * random(batch, 1)).clamp(max=1)
    value = _make_rising(random(batch, 1) * 0.3, colours) + 0.06 * normal(batch, colours)
    return hsv(hue, _make_pale(saturation, value), value.clamp(0.03, 1))


def _make_rising(low: Tensor, colours: int) -> Tensor:
    return low + (1 - low) * torch.linspace(0, 1, colours, device=low.device)[None]


def _make_pale(saturation: Tensor, value: Tensor) -> Tensor:
    """Take saturation from the lightest colours, which would be neon otherwise."""
    return (saturation * (1 - 1.2 * (value - 0.8).clamp(0, 1))).clamp(0, 1)


def hsv(hue: Tensor, saturation: Tensor, value: Tensor) -> Tensor:
    """Return red, green and blue in a last dimension, of hue (any real), saturation and value."""
    offset = torch.tensor([5.0, 3.0, 1.0], device=hue.device)
    sector = (offset + hue[..., None] * 6) % 6
    fall = torch.minimum(sector, 4 - sector).clamp(0, 1)
    return value[..., None] * (1 - saturation[..., None] * fall)
