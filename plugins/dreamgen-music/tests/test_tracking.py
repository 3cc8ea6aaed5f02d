"""The parts of listening, each against its definition."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("dreamgen_music", reason="the plugin is not installed here")

from dreamgen_music.listening.hits import _find_peaks
from dreamgen_music.listening.mel import build_mel_filters
from dreamgen_music.listening.spectrum import RATE, _weigh_as_ears_do
from dreamgen_music.listening.tempo import guess_tempo
from dreamgen_music.listening.tracking import TIGHTNESS, _link, track_beats


def make_rise(count: int, period: float, seed: int) -> np.ndarray:
    """Return noise with a rise every ``period`` windows or so."""
    rng = np.random.default_rng(seed)
    rise = np.abs(rng.normal(0, 0.1, count))
    moments = np.arange(10, count - 5, period)
    places = (moments + rng.normal(0, 1, len(moments))).astype(int)
    rise[places] += rng.uniform(0.5, 1.5, len(places))
    return rise


@pytest.mark.parametrize(("count", "period"), [(300, 7), (200, 50), (40, 30)])
def test_each_window_is_linked_to_the_best_one_before_it(count, period):
    scores = make_rise(count, period, 1)
    sums, before = _link(scores, period)
    expected: list[float] = []
    for place, score in enumerate(scores):
        earlier = range(max(0, place - 2 * period), place - round(period / 2) + 1)
        paths = {
            other: expected[other] - TIGHTNESS * math.log((place - other) / period) ** 2
            for other in earlier
        }
        expected.append(score + max(paths.values(), default=0.0))
        if before[place] >= 0:
            assert paths[before[place]] == pytest.approx(max(paths.values()))
    assert sums == pytest.approx(expected)


@pytest.mark.parametrize("period", [31.4, 50, 68])
def test_beats_are_tracked_at_the_rises(period):
    rise = make_rise(3000, period, 2)
    beats = track_beats(rise, round(period))
    expected = np.arange(10, 2995, period)
    off = np.abs(beats[:, None] - expected).min(0)
    assert (off <= 4).mean() > 0.97
    assert len(beats) == pytest.approx(len(expected), abs=2)


@pytest.mark.parametrize("bpm", [80, 100, 125, 150])
def test_a_tempo_is_guessed_from_its_rises(bpm):
    period = 60 * RATE / bpm
    assert guess_tempo(make_rise(3000, period, 3)) == pytest.approx(bpm, rel=0.03)


def test_a_tempo_is_guessed_in_what_is_shorter_than_it_looks_at():
    assert guess_tempo(make_rise(200, 50, 4)) == pytest.approx(120, rel=0.03)


def test_peaks_are_the_highest_around_and_apart():
    level = make_rise(2000, 20, 5)
    peaks: list[int] = []
    for place, value in enumerate(level):
        near = level[max(0, place - 3) : place + 4]
        around = level[max(0, place - 10) : place + 11]
        is_high = value == near.max() and value >= around.mean() + 0.08
        if is_high and (not peaks or place - peaks[-1] > 8):
            peaks.append(place)
    assert _find_peaks(level).tolist() == peaks
    assert len(peaks) > 80


def test_mel_bands_are_triangles_that_add_up():
    frequencies = np.arange(0.0, 22_050.0, 5.0)
    filters = build_mel_filters(frequencies, 40, 20.0, 22_050.0)
    assert filters.shape == (len(frequencies), 40)
    tops = frequencies[filters.argmax(0)]
    inside = (frequencies > tops[1]) & (frequencies < tops[-2])
    assert filters.sum(1)[inside] == pytest.approx(1, abs=1e-5)
    low, high = tops[tops < 900], tops[tops > 1200]
    assert np.diff(low) == pytest.approx(np.diff(low).mean(), abs=6)
    assert high[1:] / high[:-1] == pytest.approx(high[1] / high[0], rel=0.01)


def test_low_and_high_tones_count_as_much_as_the_standard_says():
    """The table of IEC 61672-1, in decibels."""
    table = {31.62: -39.4, 100.0: -19.1, 1000.0: 0.0, 2512.0: 1.3, 10_000.0: -2.5}
    found = 10 * np.log10(_weigh_as_ears_do(np.array([*table])))
    assert found == pytest.approx([*table.values()], abs=0.06)
