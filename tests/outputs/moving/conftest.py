"""Short clips of known colours, opaque or with a soft disc of opacity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from dreamgen.imaging.picture import Frame


@pytest.fixture
def recipe() -> str:
    return 'objective = "layer"\n# ä → ö ' + "x" * 600


@pytest.fixture
def clip() -> Callable[..., list[Frame]]:
    """Make frames of 64 x 48 pixels, whose blue grows."""
    y, x = torch.meshgrid(torch.linspace(0, 1, 48), torch.linspace(0, 1, 64), indexing="ij")
    disc = (1.5 - 3 * ((x - 0.5) ** 2 + (y - 0.5) ** 2).sqrt()).clamp(0, 1)[None]

    def make(count: int = 12, fps: float = 30.0, alpha: bool = False) -> list[Frame]:
        frames = []
        for index in range(count):
            pixels = torch.stack([x, y, (x * 0.5 + y * 0.5 + index * 0.03).clamp(0, 1)])
            pixels = pixels * disc + 1 - disc if alpha else pixels
            opacity = disc if alpha else None
            frames.append(Frame(pixels, opacity, None, index, count, 1 / fps))
        return frames

    return make


@pytest.fixture
def differ() -> Callable[..., np.ndarray]:
    """Return how far an array (H, W, 3 or 4) of 0..1, its alpha straight, is from a frame on white."""

    def compare(shown: np.ndarray, frame: Frame) -> np.ndarray:
        colours = shown[..., :3]
        if shown.shape[2] == 4:
            colours = colours * shown[..., 3:] + 1 - shown[..., 3:]
            wanted = np.ones(()) if frame.alpha is None else frame.alpha[0].numpy()
            assert np.abs(shown[..., 3] - wanted).max() < 0.03
        return np.abs(colours - frame.pixels.permute(1, 2, 0).numpy())

    return compare
