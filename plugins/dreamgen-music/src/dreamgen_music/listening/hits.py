"""Where something new sounds, and how strongly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dreamgen_music.listening.spectrum import HOP, RATE, WINDOW

LOW_BANDS = 4
"""Of the mel bands: up to about 250 Hz, where kick drums are."""
LEAD = 0.005
"""Seconds that a rise is seen too early: a window reaches an attack before its centre does."""
_NEAR = 0.03  # seconds to both sides, of which a hit is the highest rise
_AROUND = 0.1  # seconds, over whose mean rise it stands out
_APART = 0.08  # seconds between two hits, at least
_FAINTEST = 0.08  # of the strongest
_LEAST_SHARE = 0.1
"""Of the strongest hits of the whole: in a part with weaker ones only, strong ones are this."""


class Hits(NamedTuple):
    """Moments in seconds, (n,), and how strong each is, (n,) in 0..1."""

    times: np.ndarray
    strengths: np.ndarray


def measure_rise(mel: np.ndarray) -> np.ndarray:
    """Return how much louder each band is than a hundredth of a second before: (n, bands), >= 0.

    This is spectral flux (Dixon, "Onset detection revisited", 2006) of the roots of amplitudes, in
    which quiet hits count too.
    """
    level = np.sqrt(mel)
    rise = np.maximum(0.0, np.diff(level, axis=0, prepend=0 * level[:1]))
    # That a song is cut off at its end sounds like a click in the windows that reach so far.
    rise[-(WINDOW // 2 // HOP + 1) :] = 0.0
    return rise


def find_onsets(rise: np.ndarray) -> Hits:
    """Return the hits in the rise of all bands, (n, bands)."""
    whole = rise.mean(1)
    return _find_hits(whole, _strong(whole))


def find_kicks(rise: np.ndarray) -> Hits:
    """Return the hits in the low ones of bands."""
    low = rise[:, :LOW_BANDS].mean(1)
    return _find_hits(low, max(_strong(low), _LEAST_SHARE * _strong(rise.mean(1))))


def _find_hits(rise: np.ndarray, strongest: float) -> Hits:
    import librosa

    if strongest <= 0:
        return Hits(np.zeros(0), np.zeros(0))
    level = rise / strongest
    near, around = round(_NEAR * RATE), round(_AROUND * RATE)
    places = librosa.util.peak_pick(
        level,
        pre_max=near,
        post_max=near + 1,
        pre_avg=around,
        post_avg=around + 1,
        delta=_FAINTEST,
        wait=round(_APART * RATE),
    )
    return Hits(find_tops(rise, places) / RATE + LEAD, np.minimum(1.0, level[places]))


def find_tops(rise: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return where, between windows, the tops of a rise are that are near ``places``, (n,).

    They are the tops of parabolas through each place and its neighbours.
    """
    inside = np.clip(places, 1, max(1, len(rise) - 2))
    before, at, after = (rise[np.minimum(inside + step, len(rise) - 1)] for step in (-1, 0, 1))
    bend = before - 2 * at + after
    moved = np.divide(before - after, 2 * bend, out=np.zeros(len(places)), where=bend < 0)
    return places + np.where(inside == places, np.clip(moved, -0.5, 0.5), 0.0)


def _strong(rise: np.ndarray) -> float:
    """Return how strong a strong hit is: as the tenth part of the seconds has one."""
    seconds = len(rise) // RATE
    highest = rise[: seconds * RATE].reshape(seconds, RATE).max(1) if seconds else rise
    return float(np.percentile(highest, 90))
