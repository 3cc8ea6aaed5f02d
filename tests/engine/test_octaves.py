"""The sizes and steps of octaves, against their definition."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dreamgen.engine.octaves import plan_octaves


def test_octaves_shrink_by_the_ratio_and_stop_before_nothing_is_left():
    plan = plan_octaves((480, 640), 20, 1.5, 10, 1.0)
    assert plan[-1].size == (480, 640)
    assert min(plan[0].size) >= 48
    for small, large in pairwise(plan):
        assert large.width / small.width == pytest.approx(1.5, rel=0.01)
    assert [octave.size for octave in plan_octaves((20, 20), 5, 1.4, 3, 1.0)] == [(20, 20)]


@pytest.mark.parametrize(("side", "count"), [(94, 1), (96, 2)])
def test_the_smallest_has_48_pixels_or_more(side, count):
    assert len(plan_octaves((side, 200), 2, 2.0, 1, 1.0)) == count


@pytest.mark.parametrize(
    ("steps", "decay", "expected"),
    [(16, 0.5, [16, 8, 4, 2]), (2, 0.1, [2, 1, 1, 1]), (0, 1.0, [0, 0, 0, 0])],
)
def test_each_has_a_share_of_the_steps_of_the_one_before_and_at_least_one(steps, decay, expected):
    plan = plan_octaves((480, 640), 4, 1.5, steps, decay)
    assert [octave.steps for octave in plan] == expected
    assert [octave.work for octave in plan] == [
        octave.height * octave.width * octave.steps for octave in plan
    ]
