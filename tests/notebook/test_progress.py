"""What a view shows of a render while it runs."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.engine.events import Milestone, Step
from dreamgen.imaging.picture import Frame
from dreamgen.notebook.progress import EVERY, LONGEST, Looks


def step(number, done, pixels=None):
    pixels = torch.full((1, 3, 30, 40), 0.25) if pixels is None else pixels
    return Step(2, 5, number, 16, torch.zeros(1), pixels, done)


@pytest.fixture
def watch():
    now, looks = [100.0], []
    return now, looks, Looks(looks.append, lambda: now[0])


def test_each_look_says_how_far_it_is_and_what_is_left(watch):
    now, looks, hear = watch
    hear(step(1, 0.1))
    now[0] += 6
    hear(step(4, 0.4))
    assert [look.share for look in looks] == [0.1, 0.4]
    assert looks[1].words == "octave 2 of 5, step 4 of 16"
    assert looks[1].seconds_left == pytest.approx(6 * 0.6 / 0.4)


def test_looks_are_a_few_a_second_however_quick_the_steps_are(watch):
    now, looks, hear = watch
    for number in range(1, 101):
        hear(step(number, number / 100))
        now[0] += EVERY / 10
    assert len(looks) == 10


def test_a_look_has_the_picture_of_its_step_small(watch):
    _, looks, hear = watch
    pixels = torch.rand(2, 3, 1, 1).expand(2, 3, 900, 1200)
    hear(step(1, 0.5, pixels))
    with Image.open(io.BytesIO(looks[0].jpeg)) as image:
        assert (image.format, image.size) == ("JPEG", (LONGEST, LONGEST * 3 // 4))
        found = np.asarray(image).mean((0, 1)) / 255
    np.testing.assert_allclose(found, pixels[0, :, 0, 0], atol=0.02)


def test_milestones_of_a_still_show_nothing(watch):
    _, looks, hear = watch
    hear(Milestone("frame", 1, 1))
    assert looks == []


def test_of_a_film_frames_are_counted(watch):
    now, looks, hear = watch
    hear.expect(frames=4, dreams=4)
    hear(step(1, 0.5))
    hear(Milestone("frame", 1, 4))
    now[0] += 1
    hear.see(Frame(torch.full((3, 30, 40), 0.5)))
    now[0] += 1
    hear(step(1, 0.5))
    assert [look.share for look in looks] == [0.125, 0.25, 0.375]
    assert looks[2].words == "frame 1 of 4, octave 2 of 5, step 1 of 16"


def test_of_a_zoom_keyframes_count_for_half(watch):
    now, looks, hear = watch
    hear.expect(frames=40, dreams=5)
    for event in (step(1, 0.5), Milestone("keyframe", 1, 5), Milestone("frame", 8, 40), step(1, 1)):
        now[0] += 1
        hear(event)
    assert [look.share for look in looks] == pytest.approx([0.05, (2 / 5 + 8 / 40) / 2])
