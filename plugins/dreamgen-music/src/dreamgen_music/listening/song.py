"""A song as it is heard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamgen import BadInput, read_sound
from dreamgen_music.listening.beats import find_beats
from dreamgen_music.listening.hits import Hits, find_kicks, find_onsets, measure_rise
from dreamgen_music.listening.one_at_a_time import one_at_a_time
from dreamgen_music.listening.spectrum import HOP, SAMPLE_RATE, measure_spectrum

SILENCE = 1e-4
"""Amplitude, -80 dB: what is fainter all through is silence."""


@dataclass(frozen=True)
class Song:
    """What is heard in a song, a hundred values a second where there are several.

    seconds: how long it is. peaks: its lowest and highest samples, (n, 2). levels: amplitudes by
    name, each (n,): loudness, bass, mid, treble. tempo: beats a minute, 0 without beats. beats:
    their moments in seconds. onsets, kicks: what sets in, anywhere and in the bass.
    """

    seconds: float
    peaks: np.ndarray
    levels: dict[str, np.ndarray]
    tempo: float
    beats: np.ndarray
    onsets: Hits
    kicks: Hits


@lru_cache(maxsize=2)
def listen(data: bytes, name: str, tempo: float | None = None) -> Song:
    """Return what is heard in the bytes of a sound file; ``tempo`` if it is known.

    Raise BadInput, with ``name``, for what cannot be read, or is silent.
    """
    samples = read_sound(data, name, SAMPLE_RATE)
    if np.abs(samples).max() < SILENCE:
        raise BadInput(f"{name} is silent")
    with one_at_a_time():
        return _hear(samples, tempo)


def _hear(samples: np.ndarray, tempo: float | None) -> Song:
    spectrum = measure_spectrum(samples)
    rise = measure_rise(spectrum.mel)
    found, beats = find_beats(rise, tempo)
    return Song(
        seconds=len(samples) / SAMPLE_RATE,
        peaks=_find_peaks(samples),
        levels=spectrum.bands,
        tempo=found,
        beats=beats,
        onsets=find_onsets(rise),
        kicks=find_kicks(rise),
    )


def _find_peaks(samples: np.ndarray) -> np.ndarray:
    parts = np.pad(samples, (0, -len(samples) % HOP)).reshape(-1, HOP)
    return np.stack([parts.min(1), parts.max(1)], axis=1)
