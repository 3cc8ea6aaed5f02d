"""QuickTime for editing, read back by FFmpeg's decoders."""

import os
import sys

import numpy as np
import pytest

from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.moving.mov import CODECS, Mov
from dreamgen.outputs.moving.sound import Sound

av = pytest.importorskip("av")

KINDS = {
    "prores-hq": ("apch", False, 0.012),  # the colours of pairs of pixels are joined
    "prores-4444": ("ap4h", True, 0.003),
    "lossless": ("png ", True, 1.01 / 65_535),
}


def read(path, alpha):
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        names = (stream.codec_context.codec_tag, stream.average_rate, file.duration / 1e6)
        form = "rgba64le" if alpha else "rgb48le"
        return names, [each.to_ndarray(format=form) / 65_535 for each in file.decode(video=0)]


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("codec", KINDS)
def test_colours_and_alpha_are_kept_within_the_codecs_rounding(
    tmp_path, clip, differ, recipe, codec, alpha
):
    path, frames = tmp_path / "a.mov", clip(alpha=alpha)
    tag, keeps_alpha, most = KINDS[codec]
    Mov(codec=codec).write(iter(frames), path, recipe)
    assert Mov.read_recipe(path) == recipe
    (found, rate, seconds), shown = read(path, alpha and keeps_alpha)
    assert (found, rate, len(shown)) == (tag, 30, 12)
    assert seconds == pytest.approx(0.4, abs=0.001)
    for picture, frame in zip(shown, frames, strict=True):
        off = differ(picture, frame)
        assert off.mean() < most
        assert off.max() < 4 * most


def test_prores_is_tagged_as_bt709(tmp_path, clip, recipe):
    Mov().write(clip(2), tmp_path / "a.mov", recipe)
    with av.open(str(tmp_path / "a.mov")) as file:
        colours = file.streams.video[0].codec_context
        assert (colours.colorspace, colours.pix_fmt) == (1, "yuv422p10le")


@pytest.mark.parametrize("fps", [24, 29.97, 60])
def test_the_rate_is_kept(tmp_path, clip, recipe, fps):
    Mov().write(clip(4, fps), tmp_path / "a.mov", recipe)
    (_, rate, seconds), shown = read(tmp_path / "a.mov", False)
    assert float(rate) == pytest.approx(fps, rel=1e-4)
    assert (len(shown), seconds) == (4, pytest.approx(4 / fps, abs=0.002))


@pytest.mark.parametrize("codec", KINDS)
def test_the_same_frames_give_the_same_file(tmp_path, clip, recipe, codec):
    for name in ("a.mov", "b.mov"):
        Mov(codec=codec).write(clip(4), tmp_path / name, recipe)
    assert (tmp_path / "a.mov").read_bytes() == (tmp_path / "b.mov").read_bytes()


def test_what_cannot_be_written_is_said(tmp_path, recipe, monkeypatch):
    with pytest.raises(DreamError, match="no frame was made"):
        Mov().write([], tmp_path / "a.mov", recipe)
    with pytest.raises(BadInput, match="holds 65 kB"):
        Mov().check_result(tmp_path / "a.mov", (64, 48), "x" * 66_000)
    monkeypatch.setitem(CODECS, "prores-hq", CODECS["prores-hq"]._replace(encoder="libnothing"))
    with pytest.raises(BadInput, match=r"set output\.codec to prores-4444 or lossless"):
        Mov().check()
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(BadInput, match=r'pip install "dreamgen\[video\]"'):
        Mov().check()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("count", [2, 40])
def test_a_full_disk_is_an_oserror(clip, recipe, count):
    from pathlib import Path

    with pytest.raises(OSError, match="No space left"):
        Mov(codec="lossless").write(clip(count), Path("/dev/full"), recipe)


def test_few_frames_wait_in_memory(tmp_path, clip, recipe):
    """A frame is encoded soon after it was made, however many follow."""
    path = tmp_path / "a.mov"
    path.touch()
    written = []

    def frames():
        for frame in clip(1) * 60:
            written.append(path.stat().st_size)
            yield frame

    Mov(codec="lossless").write(frames(), path, recipe)
    assert written[50] > 0.5 * path.stat().st_size


@pytest.fixture
def heard(tmp_path):
    """A film of a second with a tone."""
    path, rate = tmp_path / "heard.mp4", 44_100
    tone = np.sin(np.arange(rate) / 20).astype(np.float32)[None]
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = file.add_stream("aac", rate=rate, layout="mono")
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
            frame.pts = number
            file.mux(video.encode(frame))
        for start in range(0, rate, 1024):
            part = tone[:, start : start + 1024]
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = rate, start
            file.mux(sound.encode(frame))
        for stream in (video, sound):
            file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("codec", KINDS)
def test_the_sound_of_a_film_is_laid_under_it(tmp_path, clip, recipe, heard, codec):
    path = tmp_path / "a.mov"
    Mov(codec=codec).with_sound(Sound(heard, 0.0, 0.8)).write(clip(8, 10), path, recipe)
    assert Mov.read_recipe(path) == recipe
    with av.open(str(path)) as file:
        assert sum(frame.samples for frame in file.decode(audio=0)) == pytest.approx(
            0.8 * 44_100, abs=3000
        )
    _, shown = read(path, False)
    assert len(shown) == 8
