"""Animated PNG, read back by Pillow and by FFmpeg."""

import tracemalloc

import numpy as np
import pytest
from PIL import Image, ImageSequence

from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.moving.apng import Apng
from dreamgen.outputs.stills.png import Png
from dreamgen.recipe.schema import Recipe
from dreamgen.render.saving.save import find_output


@pytest.mark.parametrize("alpha", [False, True])
def test_every_frame_is_as_it_was_dreamed(tmp_path, clip, differ, recipe, alpha):
    path, frames = tmp_path / "a.apng", clip(alpha=alpha)
    Apng().write(iter(frames), path, recipe)
    assert Apng.read_recipe(path) == Png.read_recipe(path) == recipe
    with Image.open(path) as image:
        assert (image.n_frames, image.info["loop"], image.mode) == (
            12,
            0,
            "RGBA" if alpha else "RGB",
        )
        for shown, frame in zip(ImageSequence.Iterator(image), frames, strict=True):
            assert shown.info["duration"] == pytest.approx(1000 / 30)
            assert (
                differ(np.asarray(shown) / 255, frame).max() <= 2.01 / 255
            )  # of colours and of alpha


@pytest.mark.parametrize("fps", [12, 24, 29.97, 60])
def test_ffmpeg_agrees_on_frames_and_time(tmp_path, clip, recipe, fps):
    av = pytest.importorskip("av")
    Apng().write(clip(6, fps), tmp_path / "a.apng", recipe)
    with av.open(str(tmp_path / "a.apng"), format="apng") as file:
        shown = list(file.decode(video=0))
    assert len(shown) == 6
    assert shown[-1].time == pytest.approx(5 / fps, abs=0.002)


def test_it_plays_once_if_asked_to(tmp_path, clip, recipe):
    Apng(repeat=False).write(clip(2), tmp_path / "a.apng", recipe)
    with Image.open(tmp_path / "a.apng") as image:
        assert image.info["loop"] == 1


def test_a_zoom_that_was_interrupted_says_how_many_frames_it_has(tmp_path, clip, recipe):
    Apng().write(iter(clip(12)[:5]), tmp_path / "a.apng", recipe)
    with Image.open(tmp_path / "a.apng") as image:
        assert image.n_frames == 5


def test_it_is_called_png_only_if_it_is_named(tmp_path, registry):
    from pathlib import Path

    assert isinstance(find_output(Recipe(zoom={}, output="apng"), Path("a.png"), registry), Apng)
    with pytest.raises(BadInput, match=r"the suffix '.png' is none of .*\.apng"):
        find_output(Recipe(zoom={}), Path("a.png"), registry)
    with pytest.raises(BadInput, match=r"output apng writes \.apng, \.png"):
        find_output(Recipe(zoom={}, output="apng"), Path("a.gif"), registry)


def test_no_frames_are_an_error(tmp_path, recipe):
    with pytest.raises(DreamError, match="no frame was made"):
        Apng().write([], tmp_path / "a.apng", recipe)


def test_memory_does_not_grow_with_the_length(tmp_path, clip, recipe):
    def peak(count):
        frames = clip(1) * count
        tracemalloc.start()
        Apng().write(iter(frames), tmp_path / "a.apng", recipe)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(3)
    assert peak(90) < 1.1 * peak(15) + 20_000
