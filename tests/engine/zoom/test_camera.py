"""The camera's way, against matrices multiplied out here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dreamgen.engine.zoom.camera import Camera
from dreamgen.motions.pan import Pan
from dreamgen.motions.rotate import Rotate
from dreamgen.motions.spiral import Spiral
from dreamgen.motions.sway import Sway
from dreamgen.motions.zoom import Zoom


def test_a_zoom_alone_is_itself():
    camera = Camera([(1, Zoom(speed=2))], 4, 1.5)
    for seconds in (0, 0.333, 1 / 30, 2.71):
        assert np.allclose(camera.view(seconds), Zoom(speed=2).matrix(seconds))


def test_motions_act_at_the_same_time():
    # A pan during a zoom goes as far across what is then seen: the integral of 2**-t.
    camera = Camera([(1, Zoom(speed=2)), (1, Pan(x=0.4))], 4, 1.5)
    expected = 0.4 * (1 - 2**-3) / np.log(2)
    assert camera.view(3)[0, 2] == pytest.approx(expected, rel=3e-3)
    other = Camera([(1, Pan(x=0.4)), (1, Zoom(speed=2))], 4, 1.5)
    assert np.allclose(camera.view(3), other.view(3), atol=3e-3)


def test_weights_change_the_pace_and_the_direction():
    camera = Camera([(-2, Rotate(speed=10))], 4, 1.5)
    assert np.allclose(camera.view(1), np.linalg.inv(Rotate(speed=20).matrix(1)))


def test_keyframes_are_a_factor_apart():
    camera = Camera([(1, Zoom(speed=3)), (1, Rotate(speed=5))], 4, 1.7)
    for number in range(camera.count):
        assert np.linalg.det(camera.keyframe(number)) == pytest.approx(1.7 ** (-2 * number))
    assert camera.depth(4) == pytest.approx(4 * np.log(3) / np.log(1.7))
    assert camera.count == int(np.ceil(camera.depth(4))) + 1


def test_a_turn_or_a_pan_makes_keyframes_too():
    assert Camera([(1, Rotate(speed=45))], 8, 1.6).count == 10
    assert Camera([(1, Pan(x=0.6))], 5, 1.6).count == 6


def test_a_zoom_out_ends_at_the_picture():
    camera = Camera([(1, Zoom(speed=0.5))], 3, 1.6)
    assert camera.backwards
    assert np.allclose(camera.view(3), np.eye(3))
    assert np.allclose(camera.view(0), Zoom(speed=2).matrix(3))
    assert camera.depth(0) == pytest.approx(camera.deepest)
    assert camera.depth(3) == pytest.approx(0)


@pytest.mark.parametrize("speed", [1.8, 0.6])
def test_a_loop_comes_back_deeper(speed):
    camera = Camera([(1, Spiral(speed=speed, turn=33))], 5, 1.6, loop=True)
    count, last = camera.count, camera.deepest
    assert last == count
    start, end = (0, 5) if speed > 1 else (5, 0)
    # What is seen at the end is to the last keyframe what the start is to the first.
    before = np.linalg.solve(camera.keyframe(0), camera.view(start))
    after = np.linalg.solve(camera.keyframe(count), camera.view(end))
    assert np.allclose(before, after)
    assert abs(camera.depth(end) - camera.depth(start)) == pytest.approx(count)


def test_a_motion_that_comes_back_makes_a_loop_as_well():
    camera = Camera([(1, Sway(turn=30, period=4))], 4, 1.6, loop=True)
    assert camera.count >= 2
    assert np.allclose(camera.keyframe(camera.count), np.eye(3))


def test_a_zoom_that_comes_to_rest_has_no_keyframe_beyond_it():
    from dreamgen.motions.schedule import Ramp

    camera = Camera([(1, Zoom(speed=Ramp(2, 1, 2)))], 4, 1.6)
    assert camera.count <= camera.deepest + 1
    assert np.isfinite(camera.keyframe(camera.count - 1)).all()


def test_the_speed_of_motions_that_change_is_integrated():
    """The logarithm of the enlargement is the integral of that of the speed; a turn, that of its."""

    def speed(t):
        return 1.2 + 0.9 * np.maximum(0, np.sin(2 * np.pi * t)) ** 4

    def turn(t):
        return 20 * np.cos(t)

    def motions(t):
        return [(1.0, Zoom(speed=float(speed(t)))), (2.0, Rotate(speed=float(turn(t)) / 2))]

    camera = Camera(motions, 3.0, 1.6)
    for seconds in (0.0, 0.31, 1.7, 3.0):
        moments = np.linspace(0, seconds, 20_001)
        view = camera.view(seconds)
        grown = np.trapezoid(np.log(speed(moments)), moments)
        turned = np.trapezoid(turn(moments), moments)
        assert -math.log(np.linalg.det(view)) / 2 == pytest.approx(grown, abs=2e-3)
        angle = math.degrees(math.atan2(view[1, 0], view[0, 0]))
        assert angle == pytest.approx(-turned, abs=0.05)


def test_motions_that_do_not_change_are_the_same_either_way():
    motions = [(1.0, Zoom(speed=1.5)), (-0.5, Rotate(speed=30.0))]
    plain, moving = Camera(motions, 2.0, 1.6), Camera(lambda seconds: motions, 2.0, 1.6)
    assert plain.deepest == pytest.approx(moving.deepest)
    assert plain.count == moving.count
    for seconds in (0.4, 1.9):
        np.testing.assert_allclose(plain.view(seconds), moving.view(seconds), rtol=1e-9)


@pytest.mark.parametrize("speed", [1.7, 0.6])
def test_the_moment_of_a_keyframe_is_when_the_camera_is_there(speed):
    for motions in ([(1.0, Zoom(speed=speed))], lambda t: [(1.0, Zoom(speed=speed + t / 20))]):
        camera = Camera(motions, 4.0, 1.6)
        assert camera.backwards == (speed < 1)
        for number in range(camera.count - 1):
            assert camera.depth(camera.moment(number)) == pytest.approx(number, abs=1e-6)
