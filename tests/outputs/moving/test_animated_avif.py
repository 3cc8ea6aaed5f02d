"""Animated AVIF, read back by Pillow."""

import time

import numpy as np
import pytest
from PIL import Image, ImageSequence, features

from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.moving.animated_avif import AnimatedAvif

pytestmark = pytest.mark.skipif(not features.check("avif"), reason="needs AVIF in Pillow")


@pytest.mark.parametrize("alpha", [False, True])
def test_it_plays(tmp_path, clip, differ, recipe, alpha):
    path, frames = tmp_path / "a.avif", clip(alpha=alpha)
    AnimatedAvif().write(iter(frames), path, recipe)
    assert AnimatedAvif.read_recipe(path) == recipe
    total = 0
    with Image.open(path) as image:
        assert (image.n_frames, image.mode) == (12, "RGBA" if alpha else "RGB")
        for shown, frame in zip(ImageSequence.Iterator(image), frames, strict=True):
            assert differ(np.asarray(shown) / 255, frame).mean() < 0.012
            total += shown.info["duration"]
    assert total == pytest.approx(400, abs=1)


def test_a_zoom_that_was_interrupted_plays_what_there_is(tmp_path, clip, recipe):
    AnimatedAvif().write(iter(clip(12)[:5]), tmp_path / "a.avif", recipe)
    with Image.open(tmp_path / "a.avif") as image:
        assert image.n_frames == 5


@pytest.mark.parametrize("alpha", [False, True])
def test_the_same_frames_give_the_same_file_a_second_later(tmp_path, clip, recipe, alpha):
    for name in ("a.avif", "b.avif"):
        written = int(time.time())
        AnimatedAvif().write(clip(2, alpha=alpha), tmp_path / name, recipe)
        while int(time.time()) == written:  # what it could note is in whole seconds
            time.sleep(0.01)
    assert (tmp_path / "a.avif").read_bytes() == (tmp_path / "b.avif").read_bytes()


def test_frames_are_taken_one_by_one(tmp_path, clip, recipe):
    """Each frame is encoded before the next one is made, so that none waits in memory."""
    alive, most = set(), 0

    def frames():
        nonlocal most
        for frame in clip(12):
            alive.add(frame.index)
            yield frame
            alive.discard(frame.index)
            most = max(most, len(alive))

    AnimatedAvif().write(frames(), tmp_path / "a.avif", recipe)
    assert most <= 1


def test_no_frames_and_too_large_ones_are_errors(tmp_path, recipe):
    with pytest.raises(DreamError, match="no frame was made"):
        AnimatedAvif().write([], tmp_path / "a.avif", recipe)
    with pytest.raises(BadInput, match="at most 65535 pixels a side"):
        AnimatedAvif().check_result(tmp_path / "a.avif", (70_000, 10), recipe)
