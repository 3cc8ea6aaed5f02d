"""Tempo and beats, by librosa, on rises that listen to the kick drum as much as to all else."""

from __future__ import annotations

import numpy as np

from dreamgen_music.listening.hits import LEAD, LOW_BANDS, find_tops
from dreamgen_music.listening.spectrum import HOP, RATE, SAMPLE_RATE

USUAL_TEMPO = 120.0
OTHER_TEMPOS = (1.0, 1 / 2, 2.0, 2 / 3, 3 / 2, 3 / 4)
"""Times the first guess: dotted rhythms mislead it so."""
_MARGIN = 2 * RATE  # windows of silence around, in which the tracker's ends go wrong
_NEAR = RATE // 20  # windows that a beat is moved by, at most, to where a rise is highest
_FAINT = 0.1  # of the middle beat's rise: fainter ones at the ends are none


def find_beats(rise: np.ndarray, tempo: float | None = None) -> tuple[float, np.ndarray]:
    """Return the tempo, in beats a minute, and the moments of the beats, in seconds, (n,).

    ``rise`` is (n, bands). Both are 0 and empty where nothing is hit. Beats are found by dynamic
    programming (Ellis, "Beat tracking by dynamic programming", 2007), with the ``tempo`` or else
    with that of a few likely ones whose beats fall on the strongest rises.
    """
    import librosa

    rise = _weigh_bands(rise)
    if not rise.any():
        return 0.0, np.zeros(0)
    if tempo is None:
        (first,) = librosa.feature.tempo(onset_envelope=rise, sr=SAMPLE_RATE, hop_length=HOP)
        tempos = [float(first) * times for times in OTHER_TEMPOS]
    else:
        tempos = [tempo]
    tracks = [(each, _track(rise, each)) for each in tempos]
    best, beats = max(tracks, key=lambda track: _score(rise, *track))
    return _measure_tempo(beats, best), find_tops(rise, beats) / RATE + LEAD


def _weigh_bands(rise: np.ndarray) -> np.ndarray:
    """Return the rise of all bands and that of the low ones, as much of either."""
    parts = [rise.mean(1), rise[:, :LOW_BANDS].mean(1)]
    return sum(part / (part.std() or 1.0) for part in parts)


def _track(rise: np.ndarray, tempo: float) -> np.ndarray:
    """Return the windows in which beats are."""
    import librosa

    _, found = librosa.beat.beat_track(
        onset_envelope=np.pad(rise, _MARGIN),
        sr=SAMPLE_RATE,
        hop_length=HOP,
        bpm=tempo,
        trim=False,
        units="frames",
    )
    inside = found[(found >= _MARGIN) & (found < _MARGIN + len(rise))] - _MARGIN
    beats = np.unique([_highest_near(rise, place) for place in inside]).astype(int)
    heights = rise[beats]
    kept = np.flatnonzero(heights > _FAINT * np.median(heights)) if len(beats) else beats
    return beats[kept[0] : kept[-1] + 1] if len(kept) else beats[:0]


def _highest_near(rise: np.ndarray, place: int) -> int:
    start = max(0, place - _NEAR)
    return start + int(np.argmax(rise[start : place + _NEAR + 1]))


def _score(rise: np.ndarray, tempo: float, beats: np.ndarray) -> float:
    """Return how well beats suit: the mean rise on them, and how usual their tempo is."""
    if not len(beats):
        return 0.0
    usual = np.exp(-0.5 * np.log2(tempo / USUAL_TEMPO) ** 2)
    return float(rise[beats].mean() * usual)


def _measure_tempo(beats: np.ndarray, guess: float) -> float:
    """Return the tempo that beats really have: that of the middle interval between them."""
    if len(beats) < 4:
        return guess
    # Over several beats at once, as a window is a hundredth of a second.
    several = min(16, len(beats) - 1)
    return float(60 * RATE * several / np.median(beats[several:] - beats[:-several]))
