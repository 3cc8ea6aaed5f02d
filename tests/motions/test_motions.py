"""Motions and their schedules, against numbers worked out another way."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dreamgen.errors import BadInput
from dreamgen.motions.schedule import Keys, Ramp, fill_durations, integrate
from dreamgen.recipe.expressions import read_call


@pytest.fixture
def motion(registry):
    def build(text):
        return registry.build("motions", read_call(text), "motion")

    return build


def seen(motion, seconds, point):
    """Return where a point of the picture is on the screen."""
    return np.linalg.solve(np.array(motion.matrix(seconds)), np.array([*point, 1.0]))[:2]


def test_a_zoom_of_two_doubles_every_second(motion):
    for seconds in (0.5, 1, 3):
        assert seen(motion("zoom(2)"), seconds, (0.1, -0.2)) == pytest.approx(
            np.array([0.1, -0.2]) * 2**seconds
        )


def test_the_place_that_stays_stays(motion):
    for text in ("zoom(2, x=0.3, y=-0.1)", "rotate(40, x=0.3, y=-0.1)", "spiral(x=0.3, y=-0.1)"):
        assert seen(motion(text), 1.7, (0.3, -0.1)) == pytest.approx([0.3, -0.1])


def test_rotation_is_clockwise_on_a_screen(motion):
    # y points down, so a quarter turn clockwise takes the right to the bottom.
    assert seen(motion("rotate(90)"), 1, (1, 0)) == pytest.approx([0, 1], abs=1e-12)


def test_a_pan_moves_the_camera_to_the_right(motion):
    assert seen(motion("pan(0.5)"), 2, (0, 0)) == pytest.approx([-1, 0])


def test_a_sway_comes_back(motion):
    sway = motion("sway(10, 0.2, period=3)")
    assert np.allclose(sway.matrix(3), np.eye(3))
    assert not np.allclose(sway.matrix(1), np.eye(3), atol=0.05)


@pytest.mark.parametrize(
    "text", ["zoom", "rotate", "pan", "spiral", "sway", "zoom(ramp(2, 1))", "pan(0.2, 0.1)"]
)
def test_every_motion_begins_where_the_picture_is(motion, text):
    assert np.allclose(fill_durations(motion(text), 4).matrix(0), np.eye(3))


# --- schedules --------------------------------------------------------------------------------


def midpoints(value, seconds, count=20_000):
    moments = (np.arange(count) + 0.5) / count * seconds
    return float(np.mean([value(moment) for moment in moments]) * seconds)


def test_a_smooth_ramp_is_the_integral_of_its_curve():
    def value(moment):
        share = min(1, moment / 3)
        return 2 + 5 * (3 * share**2 - 2 * share**3)

    for seconds in (1.0, 2.9, 5.0):
        exact = Ramp(2, 7, 3).integrate(seconds)
        assert exact == pytest.approx(midpoints(value, seconds), rel=1e-6)
    assert Ramp(2, 7, 3).integrate(-2) == -4


def test_keys_are_straight_lines():
    keys = Keys(((1.0, 0.0), (2.0, 30.0), (4.0, 10.0)))

    def value(moment):
        return np.interp(moment, [1, 2, 4], [0, 30, 10])

    for seconds in (0.5, 1.5, 3.0, 6.0):
        assert keys.integrate(seconds) == pytest.approx(midpoints(value, seconds), rel=1e-4)


def test_a_ramp_without_a_length_lasts_the_whole_zoom(motion):
    turned = fill_durations(motion("rotate(ramp(0, 30))"), 4)
    assert integrate(turned.speed, 4) == pytest.approx(60)


def test_a_zooms_speed_changes_by_its_logarithm(motion):
    zoomed = fill_durations(motion("zoom(ramp(1, 4, ease=linear))"), 2)
    assert 1 / zoomed.matrix(2)[0][0] == pytest.approx(math.sqrt(4) ** 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zoom(0)", "must be a factor per second"),
        ("zoom(-2)", "must be a factor per second"),
        ("zoom(ramp(1, 0))", "must be a factor per second"),
        ("rotate(rampp(1, 2))", "did you mean ramp?"),
        ("rotate(ramp(1))", "must be ramp(from, to)"),
        ("rotate(ramp(0, 3, 0))", "seconds = 0: must be above 0"),
        ("rotate(keys([2, 1], [1, 3]))", "must be keys("),
        ("rotate(keys([0, 1], [2, 1 + t]))", "a formula says ramp(1, 2) as mix(1, 2, smooth(u))"),
        ("zoom(ramp(1, t))", "a formula says ramp(1, 2) as mix(1, 2, smooth(u))"),
        ("zoom(spede=2)", "unknown key 'spede' (did you mean speed?)"),
        ("sway(period=0)", "greater than 0"),
    ],
)
def test_bad_motions_are_explained(motion, text, words):
    with pytest.raises(BadInput) as caught:
        motion(text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
