"""Bands as ears tell pitches apart: of equal width below 1000 Hz, and in equal ratios above."""

from __future__ import annotations

import numpy as np

_KNEE = 1000.0
_WIDTH = 200 / 3
"""Hz of a step below the knee."""
_STEPS = 27 / np.log(6.4)
"""Steps above it in which a frequency grows e times."""


def build_mel_filters(
    frequencies: np.ndarray, bands: int, lowest: float, highest: float
) -> np.ndarray:
    """Return the weights of frequencies in Hz, (n,), in overlapping triangles: float32 (n, bands).

    The scale is that of Slaney, "Auditory Toolbox", 1998.
    """
    edges = _to_hz(np.linspace(_to_mel(lowest), _to_mel(highest), bands + 2))
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising = (frequencies[:, None] - low) / (middle - low)
    falling = (high - frequencies[:, None]) / (high - middle)
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


def _to_mel(hz: float) -> float:
    knee = _KNEE / _WIDTH
    return hz / _WIDTH if hz < _KNEE else float(knee + _STEPS * np.log(hz / _KNEE))


def _to_hz(mel: np.ndarray) -> np.ndarray:
    knee = _KNEE / _WIDTH
    above = _KNEE * np.exp((np.maximum(mel, knee) - knee) / _STEPS)
    return np.where(mel < knee, mel * _WIDTH, above)
