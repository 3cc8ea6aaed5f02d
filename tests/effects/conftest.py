"""A small chart-like picture, and effects applied to it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import torch

from dreamgen.effects.base import Effect
from dreamgen.imaging.picture import Frame, Picture


@pytest.fixture
def picture() -> Picture:
    """White paper, a grey panel, a red and a blue mark; words protected in a corner."""
    pixels = torch.ones(3, 90, 120)
    pixels[:, 20:80, 20:110] = 0.92
    pixels[:, 30:50, 30:50] = torch.tensor([0.9, 0.2, 0.1]).view(3, 1, 1)
    pixels[:, 50:70, 70:90] = torch.tensor([0.1, 0.3, 0.9]).view(3, 1, 1)
    pixels[:, 4:9, 30:60] = 0.1
    protected = torch.zeros(1, 90, 120)
    protected[:, 2:11, 28:62] = 1
    return Picture(pixels, protected=protected)


@pytest.fixture
def applied(picture: Picture) -> Callable[..., torch.Tensor]:
    """Apply a effect to the picture itself, with a seed; return the pixels."""

    def apply(effect: Effect, seed: int = 1, pixels: torch.Tensor | None = None) -> torch.Tensor:
        source = picture if pixels is None else Picture(pixels)
        frame = Frame(source.pixels, source=source.pixels)
        return effect.apply(frame, source, random.Random(seed)).pixels

    return apply
