"""Zooms without an end, against those that have one."""

from __future__ import annotations

import itertools
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from dreamgen.engine.zoom.camera import GRID, Camera
from dreamgen.engine.zoom.endless import EndlessCamera
from dreamgen.engine.zoom.feedback import feedback
from dreamgen.engine.zoom.keyframes import WINDOW, Keyframes
from dreamgen.engine.zoom.nested import nested
from dreamgen.engine.zoom.store import RecentStore
from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Picture
from dreamgen.motions.rotate import Rotate
from dreamgen.motions.sway import Sway
from dreamgen.motions.zoom import Zoom

MOTIONS = [(1, Zoom(speed=2)), (1, Rotate(speed=20))]
FPS = 6


class Detail:
    """A dreamer that adds seeded noise, and notes what it was asked."""

    def __init__(self):
        self.asked = []
        self.listener = lambda event: None
        self.ascent = SimpleNamespace(device=torch.device("cpu"))

    def dream(self, picture, number, theme=0, start=None):
        self.asked.append(number)
        generator = torch.Generator().manual_seed(number)
        noise = torch.rand(picture.pixels.shape, generator=generator) - 0.5
        return (picture.pixels + 0.1 * noise).clamp(0, 1)


def picture(**more):
    generator = torch.Generator().manual_seed(0)
    return Picture(torch.rand((3, 30, 40), generator=generator), **more)


def film(camera, dreamer, store, picture):
    keyframes = Keyframes(
        camera,
        lambda number: dreamer,
        store,
        picture,
        lambda: picture.pixels,
        lambda pixels, number: pixels,
    )
    moments = (index / FPS for index in itertools.count())
    return keyframes, nested(camera, keyframes, picture, moments)


def test_the_way_is_that_of_a_long_zoom_though_it_is_forgotten():
    long, endless = Camera(MOTIONS, 20, 1.6), EndlessCamera(MOTIONS, 2, 1.6)
    for seconds in np.arange(0, 16, 0.37):
        depth = endless.depth(seconds)
        assert depth == pytest.approx(long.depth(seconds))
        endless.forget(depth)
        for number in range(max(0, int(depth) - 1), int(depth) + 3):
            near, known = (
                np.linalg.solve(camera.keyframe(number), camera.view(seconds))
                for camera in (endless, long)
            )
            np.testing.assert_allclose(near, known, atol=1e-6)
        view = endless.from_start(endless.view(seconds))
        np.testing.assert_allclose(view, long.view(seconds), atol=1e-9)
    assert len(endless._transforms) < 8 * GRID


def test_a_motion_begins_anew_with_each_lap():
    motions = [(1, Sway()), *MOTIONS]
    once, endless = Camera(motions, 3, 1.6), EndlessCamera(motions, 3, 1.6)
    lap = once.view(3)
    for seconds in (0.5, 1.5, 2.9):
        view = lap @ once.view(seconds)
        np.testing.assert_allclose(endless.view(3 + seconds), view, atol=1e-6)


def test_it_goes_deeper_than_numbers_reach():
    motions = [(3, Zoom(speed=100))]
    with pytest.raises(BadInput, match="farther than numbers reach"):
        Camera(motions, 60, 1.6)
    camera = EndlessCamera(motions, 2, 1.6)
    for seconds in range(60):
        camera.forget(camera.depth(seconds))
        relative = np.linalg.solve(
            camera.keyframe(int(camera.depth(seconds))), camera.view(seconds)
        )
        assert np.isfinite(relative).all()
    assert camera.depth(60) > 1500


def test_frames_are_those_of_a_long_zoom_and_little_stays_in_memory():
    store = RecentStore()
    endless, dreamer = EndlessCamera(MOTIONS, 1, 1.6), Detail()
    keyframes, frames = film(endless, dreamer, store, picture(mask=torch.ones(1, 30, 40)))
    long = Camera(MOTIONS, 20, 1.6)
    _, known = film(long, Detail(), RecentStore(), picture(mask=torch.ones(1, 30, 40)))
    for frame, expected in islice(zip(frames, known, strict=False), 10 * FPS):
        torch.testing.assert_close(frame, expected, atol=2e-3, rtol=0)
    assert len(keyframes._textures) <= WINDOW
    assert len(store._kept) <= 8
    numbers = dreamer.asked
    assert numbers == list(range(1, len(numbers) + 1))  # each once, in order
    shares = [endless.progress(number) for number in numbers]
    assert sum(after < before for before, after in itertools.pairwise(shares)) >= 8  # laps


def test_feedback_goes_on_with_its_last_frame_alone():
    def fed_back(camera):
        dreamer = Detail()
        given = camera, lambda number: dreamer, RecentStore(), picture(), lambda: picture().pixels
        return feedback(*given, (index / FPS for index in itertools.count()))

    pair = zip(
        fed_back(EndlessCamera(MOTIONS, 2, 1.6)), fed_back(Camera(MOTIONS, 60, 1.6)), strict=False
    )
    for frame, expected in islice(pair, 10 * FPS):
        torch.testing.assert_close(frame, expected, atol=2e-2, rtol=0)


@pytest.mark.parametrize(
    ("motions", "said"),
    [
        ([(1, Zoom(speed=0.5))], "an endless zoom goes in: a zoom out begins"),
        ([(1, Zoom(speed=1))], "needs a motion that leads on"),
    ],
)
def test_what_leads_nowhere_is_refused(motions, said):
    with pytest.raises(BadInput, match=said):
        EndlessCamera(motions, 2, 1.6)
