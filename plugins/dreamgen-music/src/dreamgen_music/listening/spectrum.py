"""A song's spectrum over time, in the few numbers that what follows needs of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

SAMPLE_RATE = 44_100
HOP = 441
RATE = SAMPLE_RATE // HOP
"""Windows a second; the n-th is centred n hundredths of a second after the start."""
WINDOW = 2048
"""Samples, 46 ms: long enough to tell a bass from a voice."""
MEL_BANDS = 40
BANDS = {"bass": (20.0, 150.0), "mid": (150.0, 2000.0), "treble": (2000.0, 16_000.0)}
"""From and up to a frequency, in Hz."""
_BLOCK = 1000  # windows at once


@dataclass(frozen=True)
class Spectrum:
    """Amplitudes in each window: ``mel``, (n, 40), and of whole bands by name, each (n,).

    The band "loudness" holds all frequencies, weighted as ears hear them.
    """

    mel: np.ndarray
    bands: dict[str, np.ndarray]


def measure_spectrum(samples: np.ndarray) -> Spectrum:
    """Return the spectrum of mono samples, float32 (n,), 44,100 a second."""
    import librosa

    frequencies = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE)
    mel = librosa.filters.mel(
        sr=SAMPLE_RATE, n_fft=WINDOW, n_mels=MEL_BANDS, fmin=20, norm=None
    ).T.astype(np.float32)
    weights = np.stack([_weigh_as_ears_do(frequencies), *_split(frequencies)], axis=1)
    amplitudes, powers = [], []
    for block in _iterate_windows(samples):
        found = np.abs(np.fft.rfft(block, axis=1)).astype(np.float32)
        amplitudes.append(found @ mel)
        powers.append(found**2 @ weights)
    energy = np.concatenate(powers).T
    bands = {name: np.sqrt(each) for name, each in zip(["loudness", *BANDS], energy, strict=True)}
    return Spectrum(np.concatenate(amplitudes), bands)


def _iterate_windows(samples: np.ndarray) -> Iterator[np.ndarray]:
    """Yield windows, (k, WINDOW), in blocks; the first is centred on the first sample."""
    padded = np.pad(np.pad(samples, (WINDOW // 2, 0)), (0, WINDOW // 2), mode="symmetric")
    shape = np.hanning(WINDOW).astype(np.float32) * (4 / WINDOW)
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    for start in range(0, len(windows), _BLOCK):
        yield windows[start : start + _BLOCK] * shape


def _weigh_as_ears_do(frequencies: np.ndarray) -> np.ndarray:
    """Return C-weights of power (IEC 61672-1): music is loud, and loud basses are heard in full."""
    import librosa

    decibels = librosa.C_weighting(np.maximum(frequencies, 1.0), min_db=None)
    return (10 ** (decibels / 10)).astype(np.float32)


def _split(frequencies: np.ndarray) -> list[np.ndarray]:
    return [
        ((frequencies >= low) & (frequencies < high)).astype(np.float32)
        for low, high in BANDS.values()
    ]
