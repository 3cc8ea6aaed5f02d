"""Curves: values between the given ones, before them, after them, and over again."""

from __future__ import annotations

import numpy as np
import pytest

from dreamgen.curves.base import Curve

VALUES = np.array([1.0, 3.0, 2.0])


def test_between_values_it_goes_straight():
    curve = Curve(VALUES, rate=2)
    for seconds, wanted in [(0, 1), (0.25, 2), (0.5, 3), (0.75, 2.5), (1, 2)]:
        assert curve.at(seconds) == pytest.approx(wanted)
    assert isinstance(curve.at(0.3), float)


def test_before_the_start_and_after_the_end_it_stays():
    curve = Curve(VALUES, rate=2)
    assert curve.at(-5) == 1
    assert curve.at(99) == 2
    assert curve.seconds == 1


def test_a_loop_begins_anew_and_joins_its_ends():
    curve = Curve(VALUES, rate=2, loops=True)
    assert curve.seconds == 1.5
    assert curve.at(1.25) == pytest.approx(1.5)  # half way from the last to the first
    moments = np.linspace(0, 1.4, 15)
    assert curve.at(moments + 3) == pytest.approx(curve.at(moments))


def test_an_array_of_moments_gives_an_array():
    curve = Curve(VALUES, rate=2)
    moments = np.linspace(-1, 3, 17)
    assert curve.at(moments) == pytest.approx([curve.at(float(moment)) for moment in moments])
