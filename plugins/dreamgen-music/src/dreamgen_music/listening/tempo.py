"""The tempo of a song, from how its rises come again."""

from __future__ import annotations

import numpy as np

from dreamgen_music.listening.spectrum import RATE

USUAL_TEMPO = 120.0
FASTEST = 320.0
_SPAN = 8 * RATE
"""Windows that are compared with themselves at once: a tempo may change over a song."""
_HOP = RATE // 2


def guess_tempo(rise: np.ndarray) -> float:
    """Return the tempo of ``rise``, (n,), in beats a minute: a guess, perhaps a multiple of it.

    It is that of the strongest autocorrelation over 8 s, on average over the song, weighted by how
    usual a tempo is (Ellis, "Beat tracking by dynamic programming", 2007).
    """
    again = _correlate(rise)
    tempos = 60 * RATE / np.arange(1, _SPAN)
    usual = -0.5 * np.log2(tempos / USUAL_TEMPO) ** 2
    likely = np.where(tempos < FASTEST, np.log1p(1e6 * np.maximum(again[1:], 0)) + usual, -np.inf)
    return float(tempos[np.argmax(likely)])


def _correlate(rise: np.ndarray) -> np.ndarray:
    """Return how alike the rise is to itself so many windows later, (_SPAN,), at most 1."""
    padded = np.pad(rise, _SPAN // 2, mode="linear_ramp", end_values=0)
    bell = np.sin(np.pi * np.arange(_SPAN) / _SPAN) ** 2
    total, count = np.zeros(_SPAN), 0
    for start in range(0, len(rise), _HOP):
        found = np.fft.rfft(padded[start : start + _SPAN] * bell, 2 * _SPAN)
        again = np.fft.irfft(np.abs(found) ** 2)[:_SPAN]
        total += again / (again[0] or 1.0)
        count += 1
    return total / count
