"""Moving outputs, read back by decoders that share no code with the writers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
import torch
from PIL import Image, ImageSequence

from dreamgen.errors import BadInput, DreamError
from dreamgen.imaging.picture import Frame
from dreamgen.outputs.moving.animated_webp import AnimatedWebp
from dreamgen.outputs.moving.frames import Frames
from dreamgen.outputs.moving.gif import Gif
from dreamgen.outputs.moving.mov import Mov
from dreamgen.outputs.moving.video import Mp4, Webm

RECIPE = 'objective = "layer"\n# ä → ö ' + "x" * 600
SIZE = (48, 64)


def picture(index):
    y, x = torch.meshgrid(
        torch.linspace(0, 1, SIZE[0]), torch.linspace(0, 1, SIZE[1]), indexing="ij"
    )
    return torch.stack([x, y, (x * 0.5 + y * 0.5 + index * 0.03).clamp(0, 1)])


def clip(count=12, fps=30.0):
    return [Frame(picture(index), None, None, index, count, 1 / fps) for index in range(count)]


def levels(frame):
    return frame.pixels.permute(1, 2, 0).numpy() * 255


def pillow_frames(path):
    with Image.open(path) as image:
        shown = [
            (np.asarray(frame.convert("RGB")).astype(float), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]
        return shown, image.info.get("loop")


@pytest.mark.parametrize("fps", [10, 24, 30, 50])
def test_a_gif_plays_for_the_right_time(tmp_path, fps):
    Gif().write(clip(12, fps), tmp_path / "a.gif", RECIPE)
    frames, loop = pillow_frames(tmp_path / "a.gif")
    assert len(frames) == 12
    assert loop == 0
    assert sum(duration for _, duration in frames) == pytest.approx(12 / fps * 1000, abs=10)


def test_a_gif_is_near_to_the_dream(tmp_path):
    Gif().write(clip(), tmp_path / "a.gif", RECIPE)
    for (shown, _), frame in zip(pillow_frames(tmp_path / "a.gif")[0], clip(), strict=True):
        assert shown.shape == (*SIZE, 3)
        assert np.abs(shown - levels(frame)).mean() < 8
        assert np.abs(shown.mean((0, 1)) - levels(frame).mean((0, 1))).max() < 2


def test_one_palette_for_all_makes_a_smaller_gif(tmp_path):
    Gif().write(clip(), tmp_path / "own.gif", RECIPE)
    Gif(palette="global", repeat=False).write(clip(), tmp_path / "one.gif", RECIPE)
    saved = (tmp_path / "own.gif").stat().st_size - (tmp_path / "one.gif").stat().st_size
    assert saved > 5 * 768
    frames, loop = pillow_frames(tmp_path / "one.gif")
    assert len(frames) == 12
    assert loop is None


def test_a_gif_too_fast_for_browsers_leaves_frames_out(tmp_path):
    Gif().write(clip(40, 200), tmp_path / "a.gif", RECIPE)
    frames, _ = pillow_frames(tmp_path / "a.gif")
    assert min(duration for _, duration in frames) >= 20
    assert sum(duration for _, duration in frames) == pytest.approx(200, abs=20)


@pytest.mark.parametrize("lossless", [False, True])
def test_an_animated_webp_plays(tmp_path, lossless):
    AnimatedWebp(lossless=lossless).write(clip(), tmp_path / "a.webp", RECIPE)
    frames, loop = pillow_frames(tmp_path / "a.webp")
    assert len(frames) == 12
    assert loop == 0
    assert sum(duration for _, duration in frames) == pytest.approx(400, abs=1)
    for (shown, _), frame in zip(frames, clip(), strict=True):
        assert np.abs(shown - levels(frame)).mean() < (0.6 if lossless else 4)


@pytest.mark.parametrize("output", [Mp4(), Webm()], ids=["mp4", "webm"])
def test_the_same_frames_give_the_same_video(tmp_path, output):
    pytest.importorskip("av")
    torch.manual_seed(0)
    noise = [
        Frame(torch.rand(3, 74, 112) / 2, index=k, count=30, seconds=1 / 30) for k in range(30)
    ]
    paths = [tmp_path / f"{number}{output.suffixes[0]}" for number in range(4)]
    for path in paths:
        output.write(noise, path, "seed = 1")
    assert len({path.read_bytes() for path in paths}) == 1


@pytest.mark.parametrize("output", [Mp4(), Webm()], ids=["mp4", "webm"])
def test_a_video_plays(tmp_path, output):
    av = pytest.importorskip("av")
    path = tmp_path / f"a{output.suffixes[0]}"
    output.write(clip(), path, RECIPE)
    with av.open(str(path)) as file:
        assert file.duration / 1e6 == pytest.approx(0.4, abs=0.01)
        shown = [frame.to_ndarray(format="rgb24").astype(float) for frame in file.decode(video=0)]
    assert len(shown) == 12
    for picture, frame in zip(shown, clip(), strict=True):
        assert picture.shape == (*SIZE, 3)
        assert np.abs(picture - levels(frame)).mean() < 6


@pytest.mark.parametrize(
    ("kind", "codec"), [(Mp4, "h264"), (Mp4, "h265"), (Webm, "vp9"), (Webm, "av1")]
)
def test_frames_without_an_end_are_in_the_file_as_soon_as_they_are_there(tmp_path, kind, codec):
    """Whatever there is of the file when a frame is asked for plays all but the last one or two."""
    av = pytest.importorskip("av")
    path = tmp_path / f"a{kind.suffixes[0]}"
    cut = path.with_stem("cut")

    def frames():
        for frame in clip(20):
            yield frame
            if frame.index in (3, 17):
                shutil.copy(path, cut)
                with av.open(str(cut)) as file:
                    assert sum(1 for _ in file.decode(video=0)) in (frame.index, frame.index + 1)
                assert kind.read_recipe(cut) == RECIPE

    kind(codec=codec).endless().write(frames(), path, RECIPE)
    with av.open(str(path)) as file:
        shown = [image.to_ndarray(format="rgb24") for image in file.decode(video=0)]
    assert len(shown) == 20
    assert np.abs(shown[-1] - levels(clip(20)[-1])).mean() < 3


def test_colours_are_tagged_as_bt709_and_an_mp4_begins_with_its_index(tmp_path):
    av = pytest.importorskip("av")
    for output in (Mp4(), Webm()):
        path = tmp_path / f"a{output.suffixes[0]}"
        output.write(clip(), path, RECIPE)
        with av.open(str(path)) as file:
            colours = file.streams.video[0].codec_context
            found = (colours.colorspace, colours.color_primaries, colours.color_trc)
        assert found == (1, 1, 1)
    data = (tmp_path / "a.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="needs ffprobe")
@pytest.mark.parametrize("suffix", ["gif", "mp4", "webm"])
def test_ffprobe_agrees(tmp_path, suffix):
    pytest.importorskip("av")
    kind = {"gif": Gif, "mp4": Mp4, "webm": Webm}[suffix]
    path = tmp_path / f"a.{suffix}"
    kind().write(clip(20, 10), path, RECIPE)
    asked = "stream=width,height,nb_read_frames,r_frame_rate:format=duration"
    command = [
        "ffprobe",
        "-v",
        "error",
        "-count_frames",
        "-show_entries",
        asked,
        "-of",
        "json",
        path,
    ]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    stream = report["streams"][0]
    assert (stream["width"], stream["height"]) == (64, 48)
    assert (stream["nb_read_frames"], stream["r_frame_rate"]) == ("20", "10/1")
    assert float(report["format"]["duration"]) == pytest.approx(2, abs=0.01)


def test_numbered_frames(tmp_path):
    folder = tmp_path / "frames"
    Frames().write(clip(12), folder, RECIPE)
    (folder / "notes.txt").write_text("mine")
    Frames().write(clip(5), folder, RECIPE)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"frame-{number:05}.png" for number in range(5)] + ["notes.txt"]
    shown = np.asarray(Image.open(folder / "frame-00003.png")).astype(float)
    assert np.abs(shown - levels(clip()[3])).max() <= 1


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.mp4", "a.webm", "frames"])
def test_the_recipe_is_in_the_file(tmp_path, name):
    if name.endswith(("mp4", "webm")):
        pytest.importorskip("av")
    kinds = {"a.gif": Gif, "a.webp": AnimatedWebp, "a.mp4": Mp4, "a.webm": Webm, "frames": Frames}
    kinds[name]().write(clip(3), tmp_path / name, RECIPE)
    assert kinds[name].read_recipe(tmp_path / name) == RECIPE


def test_a_foreign_gif_has_none(tmp_path):
    Image.new("P", (4, 4)).save(tmp_path / "a.gif", comment=b"hello")
    assert Gif.read_recipe(tmp_path / "a.gif") is None


def test_an_empty_folder_has_none(tmp_path):
    assert Frames.read_recipe(tmp_path) is None


def test_what_is_no_video_has_none_and_what_is_damaged_neither(tmp_path):
    pytest.importorskip("av")
    path = tmp_path / "a.mp4"
    for data in (b"hello", b"\0\0\0\x20ftypisom" + bytes(40)):
        path.write_bytes(data)
        assert Mp4.read_recipe(path) is None
    assert Mp4.read_recipe(tmp_path) is None


@pytest.mark.parametrize("output", [Gif(), AnimatedWebp(), Frames(), Mp4()])
def test_no_frames_are_an_error(tmp_path, output):
    if isinstance(output, Mp4):
        pytest.importorskip("av")
    with pytest.raises(DreamError, match="no frame was made"):
        output.write([], tmp_path / "a", RECIPE)


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(BadInput, match=r'writing video .*pip install "dreamgen\[video\]"'):
        Mp4().check()


def test_a_missing_codec_is_named(monkeypatch):
    pytest.importorskip("av")
    monkeypatch.setitem(Mp4.encoders, "h264", "libnothing")
    with pytest.raises(BadInput, match=r"without libnothing.*set output\.codec to h265 or av1"):
        Mp4().check()


@pytest.mark.parametrize("output", [Gif(), AnimatedWebp()], ids=["gif", "webp"])
def test_memory_does_not_grow_with_the_length(tmp_path, output):
    def peak(count):
        tracemalloc.start()
        frames = (Frame(picture(0), None, None, k, count, 0.04) for k in range(count))
        output.write(frames, tmp_path / "a", RECIPE)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(3)
    assert peak(90) < 1.1 * peak(15) + 20_000


def test_a_full_disk_is_an_oserror():
    with pytest.raises(OSError, match="No space left"):
        _write_to_full(Gif())


@pytest.mark.parametrize("count", [2, 60], ids=["at the end", "on the way"])
@pytest.mark.parametrize("output", [Mp4(), Webm()], ids=["mp4", "webm"])
def test_a_full_disk_is_an_oserror_for_video_too(output, count):
    pytest.importorskip("av")
    with pytest.raises(OSError, match="No space left"):
        _write_to_full(output, count)


def _write_to_full(output, count=60):
    from pathlib import Path

    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    output.write(clip(count), Path("/dev/full"), RECIPE)


@pytest.mark.parametrize("left", [1, 500])
@pytest.mark.parametrize("output", [Mp4(), Webm(), Mov()], ids=["mp4", "webm", "mov"])
def test_a_disk_that_takes_all_but_the_end(tmp_path, output, left):
    """It takes a part of the last piece, and would say that it is full only the next time."""
    pytest.importorskip("av")
    resource = pytest.importorskip("resource")
    output.write(clip(6), tmp_path / "whole", RECIPE)
    room, usual = (
        (tmp_path / "whole").stat().st_size - left,
        resource.getrlimit(resource.RLIMIT_FSIZE),
    )
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, usual[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            output.write(clip(6), tmp_path / "cut", RECIPE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
