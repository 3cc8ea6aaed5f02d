"""The preset for vision transformers leaves no grid of patches in the picture."""

from __future__ import annotations

import numpy as np

import dreamgen

PATCH, SIDE = 16, 160


def measure_grid(pixels: np.ndarray) -> float:
    """Return the energy at multiples of 1 / PATCH over that beside them, of rows and columns."""
    grey = pixels.mean(2) - pixels.mean()
    window = np.hanning(SIDE)
    power = np.abs(np.fft.fft2(grey * np.outer(window, window))) ** 2
    found = []
    for spectrum in (power.sum(0), power.sum(1)):
        for place in np.arange(1, 4) * SIDE // PATCH:
            beside = [spectrum[place - 5 : place - 2], spectrum[place + 3 : place + 6]]
            found.append(spectrum[place - 1 : place + 2].mean() / np.mean(beside))
    return float(np.mean(found))


def dream(**settings) -> np.ndarray:
    made = dreamgen.dream(
        "noise",
        backbone="test_vit",
        weights="random",
        objective="channel(blocks.3.mlp.act, 5)",
        size=SIDE,
        octaves=1,
        steps=24,
        **settings,
    )
    return np.asarray(made.image.convert("RGB"), dtype=float)


def test_no_grid_of_patches_is_left():
    plain = dream(regularisers=[], parameterisation="pixels", optimiser="normalised")
    assert measure_grid(plain) > 5, "what it is there to prevent"
    assert measure_grid(dream(preset="transformer")) < 2
