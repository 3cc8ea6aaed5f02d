"""Raw video for a pipe, read back by FFmpeg's libraries."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from dreamgen.errors import DreamError
from dreamgen.imaging.picture import Frame
from dreamgen.outputs.moving.y4m import Y4m
from dreamgen.render.saving.destination import stream_to
from dreamgen.render.saving.save import save

av = pytest.importorskip("av")


def make_frames(count: int, height: int = 48, fps: float = 24.0):
    """Return frames of smooth colours that change with time."""
    x, y = torch.linspace(0, 1, 64).expand(height, 64), torch.linspace(0, 1, height)[:, None]
    for index in range(count):
        shift = index / 10
        pixels = torch.stack([x * 0.8 + shift / 4, y.expand_as(x), 0.5 + 0 * x])
        yield Frame(pixels.clamp(0, 1), None, None, index, count, 1 / fps)


@pytest.mark.parametrize(("height", "matrix"), [(48, "ITU601"), (720, "ITU709")])
def test_a_player_sees_the_frames(height, matrix):
    file = io.BytesIO()
    Y4m().stream(make_frames(3, height), file, "recipe")
    with av.open(io.BytesIO(file.getvalue()), format="yuv4mpegpipe") as video:
        assert video.streams.video[0].average_rate == 24
        shown = [
            frame.reformat(format="rgb24", src_colorspace=matrix).to_ndarray()
            for frame in video.decode(video=0)
        ]
    assert len(shown) == 3
    for frame, seen in zip(make_frames(3, height), shown, strict=True):
        expected = frame.pixels.permute(1, 2, 0).numpy() * 255
        assert np.abs(seen - expected).mean() < 2.5  # the other matrix would give more than 5


def test_a_fraction_of_frames_per_second_is_exact():
    file = io.BytesIO()
    Y4m().stream(make_frames(1, fps=30000 / 1001), file, "")
    assert b" F30000:1001 " in file.getvalue().split(b"\n")[0]


def test_frames_go_out_one_by_one_until_the_player_is_gone():
    reading, writing = os.pipe()
    made = []

    def frames():
        for number, frame in enumerate(make_frames(1000)):
            made.append(number)
            yield frame
            if number == 1:
                os.close(reading)

    with os.fdopen(writing, "wb") as pipe:
        place = stream_to(pipe, Path("dream.y4m"), Y4m(), "the pipe")
        with pytest.raises(BrokenPipeError):
            save(frames(), place, Y4m(), "")
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)  # for what is still to be flushed
    assert made == [0, 1, 2]


def test_nothing_is_said_to_be_nothing():
    with pytest.raises(DreamError, match="no frame was made"):
        Y4m().stream([], io.BytesIO(), "")
