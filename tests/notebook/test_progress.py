"""What a view shows of a render while it runs."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.engine.events import Milestone, Step
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


def test_milestones_are_passed_over(watch):
    _, looks, hear = watch
    hear(Milestone("frame", 1, 2))
    assert looks == []
