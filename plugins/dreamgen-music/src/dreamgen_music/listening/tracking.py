"""Beats at about equal distances that fall on the strongest rises, by dynamic programming."""

from __future__ import annotations

import numpy as np

TIGHTNESS = 100.0
"""How much a distance that is not the tempo's counts against a beat."""
_SHARPNESS = 32.0
"""Widths of the bell under which rises are smoothed that a distance between two beats holds."""
_STRONG_ENOUGH = 0.01
"""Of the highest score: the first beat has at least this."""


def track_beats(rise: np.ndarray, period: int) -> np.ndarray:
    """Return the windows of beats, ascending, that are about ``period`` windows apart.

    ``rise`` is (n,). This is Ellis, "Beat tracking by dynamic programming", 2007: of all rows of
    beats the one of the highest sum of rises, less what its distances differ from the period.
    """
    scores = _smooth(rise / (rise.std(ddof=1) or 1.0), period)
    sums, before = _link(scores, period)
    beats = [_find_last(sums)]
    while before[beats[-1]] >= 0:
        beats.append(before[beats[-1]])
    return np.array(beats[::-1])


def _smooth(rise: np.ndarray, period: int) -> np.ndarray:
    bell = np.exp(-0.5 * (np.arange(-period, period + 1) * _SHARPNESS / period) ** 2)
    return np.convolve(rise, bell)[period : period + len(rise)]


def _link(scores: np.ndarray, period: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the best sum of a row of beats up to each window, and the beat before it, or -1."""
    least, most = max(1, round(period / 2)), 2 * period
    distances = np.arange(least, most + 1)
    costs = TIGHTNESS * np.log(distances / period) ** 2
    sums = np.full(most + len(scores), -np.inf)  # with nothing before the first window
    before = np.full(len(scores), -1)
    # What a window links to is at least so far before it, so as many are done at once.
    for start in range(0, len(scores), least):
        places = np.arange(start, min(start + least, len(scores)))
        rows = sums[most + places[:, None] - distances] - costs
        best = rows.argmax(1)
        found = rows[np.arange(len(places)), best]
        is_linked = np.isfinite(found)
        sums[most + places] = scores[places] + np.where(is_linked, found, 0.0)
        before[places] = np.where(is_linked, places - distances[best], -1)
    first = np.argmax(scores >= _STRONG_ENOUGH * scores.max())
    before[:first] = -1
    return sums[most:], before


def _find_last(sums: np.ndarray) -> int:
    """Return the last window whose sum is a top, and not one of the lowest of tops."""
    is_top = np.r_[False, (sums[1:] > sums[:-1]) & (sums[1:] >= np.r_[sums[2:], sums[-1]])]
    tops = np.flatnonzero(is_top)
    high = tops[sums[tops] >= 0.5 * np.median(sums[tops])] if len(tops) else tops
    return int(high[-1]) if len(high) else len(sums) - 1
