"""From what is heard to curves: 0..1, without lag."""

from __future__ import annotations

import numpy as np

from dreamgen_music.listening.hits import Hits
from dreamgen_music.listening.song import Song
from dreamgen_music.listening.spectrum import RATE

LEVELS = ("loudness", "bass", "mid", "treble")
PULSES = ("beat", "onset", "kick")
NAMES = ("beat", "beats", "onset", "kick", *LEVELS)

_LOUDNESS = 0.6
"""Loudness goes with this power of amplitude (Stevens, "The measurement of loudness", 1955)."""
_QUIET, _LOUD = 5, 99
"""Percentiles that become 0 and 1."""
_LEAST_SPAN = 0.25
"""Of the loud level: a song that hardly changes is stretched no further than this."""
_FAINTEST = 1e-3
"""Of the loudest amplitude, -60 dB: a band in which there is never more has nothing in it."""
_ATTACK = 0.03
"""Seconds in which a pulse rises, about a frame, so that no frame misses it."""


def draw_curves(song: Song, smooth: float, decay: float) -> dict[str, np.ndarray]:
    """Return the curves of a song by name, each float64 (n,), a hundred values a second.

    ``smooth``: over how many seconds levels are averaged, as much before as after. ``decay``: in how
    many seconds a pulse fades to a tenth.
    """
    count = max(2, round(song.seconds * RATE))
    even = np.ones(len(song.beats))
    pulses = {
        "beat": _pulse(Hits(song.beats, even), count, decay),
        "onset": _pulse(song.onsets, count, decay),
        "kick": _pulse(song.kicks, count, decay),
    }
    least = _FAINTEST * max(np.percentile(song.levels[name], _LOUD) for name in LEVELS)
    levels = {name: _level(song.levels[name], least, count, smooth) for name in LEVELS}
    found = {**pulses, **levels, "beats": _count_beats(song.beats, count)}
    return {name: found[name] for name in NAMES}


def _pulse(hits: Hits, count: int, decay: float) -> np.ndarray:
    """Return hits as pulses that rise to their strength and fade away."""
    attack, fading = round(_ATTACK * RATE), round(2 * decay * RATE)
    after = np.arange(-attack, fading + 1) / RATE
    shape = np.where(after < 0, 1 + after / (_ATTACK + 1 / RATE), 10 ** (-after / decay))
    values = np.zeros(attack + count + fading)
    for moment, strength in zip(hits.times, hits.strengths, strict=True):
        start = min(count - 1, round(moment * RATE))
        place = values[start : start + len(shape)]
        np.maximum(place, strength * shape, out=place)
    return values[attack : attack + count]


def _level(amplitudes: np.ndarray, least: float, count: int, smooth: float) -> np.ndarray:
    """Return amplitudes as they are felt, smoothed, from the song's quietest to its loudest.

    The loudest are taken to be ``least`` or more.
    """
    felt = _smooth(amplitudes.astype(np.float64) ** _LOUDNESS, smooth)[:count]
    felt = np.pad(felt, (0, count - len(felt)), mode="edge")
    loud = max(np.percentile(felt, _LOUD), least**_LOUDNESS)
    quiet = min(np.percentile(felt, _QUIET), (1 - _LEAST_SPAN) * loud)
    return np.clip((felt - quiet) / (loud - quiet), 0.0, 1.0)


def _smooth(values: np.ndarray, seconds: float) -> np.ndarray:
    """Return values averaged under a bell that is ``seconds`` wide at half its height."""
    sigma = seconds * RATE / 2.355
    reach = min(round(3 * sigma), len(values) - 1)
    if reach < 1:
        return values
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.convolve(np.pad(values, reach, mode="reflect"), bell / bell.sum(), mode="valid")


def _count_beats(beats: np.ndarray, count: int) -> np.ndarray:
    """Return how many beats there were, growing steadily from one to the next; 0 up to the first."""
    moments = np.arange(count) / RATE
    return np.interp(moments, beats, np.arange(len(beats))) if len(beats) else 0 * moments
