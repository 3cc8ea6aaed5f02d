"""Pictures move on the beat, and what is heard goes with what is seen."""

from __future__ import annotations

import subprocess
from itertools import pairwise

import numpy as np
import pytest
import torch

import dreamgen

pytest.importorskip("dreamgen_music", reason="the plugin is not installed here")
pytest.importorskip("av")

from dreamgen.outputs.moving.sound import Sound
from dreamgen.outputs.moving.video import Mp4
from dreamgen_music.music import Music


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("kind", "bpm"), [("clicks", 120), ("song", 90), ("song", 128)])
def test_a_zoom_leaps_on_the_beats(here, make, kind, bpm):
    """The change from picture to picture is largest within a frame of each beat."""
    data, moments = make(kind, 5, bpm)
    (here / "song.wav").write_bytes(data)
    fps = 30
    film = dreamgen.zoom(
        "sample:cat",
        motion="zoom(1.1 + 2*beat)",
        curves=["music(song.wav)"],
        seconds=5,
        fps=fps,
        size=64,
        steps=1,
        octaves={"count": 1},
        device="cpu",
    )
    pixels = [frame.pixels.float() for frame in film]
    pairs = pairwise(pixels)
    change = np.array([float((after - before).abs().mean()) for before, after in pairs])
    reach = round(0.5 * fps * 60 / bpm) - 1
    inside = [moment for moment in moments if 0.3 < moment < 4.6]
    for moment in inside:
        middle = round(moment * fps)
        highest = middle - reach + np.argmax(change[middle - reach : middle + reach])
        # The change from one picture to the next is halfway between them.
        assert abs(highest + 0.5 - moment * fps) <= 1
    assert len(inside) > 5


def flash(curve, fps: int, seconds: float):
    """Yield small pictures that are as bright as a curve is high."""
    count = round(seconds * fps)
    for index in range(count):
        pixels = torch.full((3, 32, 32), float(curve.at(index / fps)))
        yield dreamgen.Frame(pixels, index=index, count=count, seconds=1 / fps)


def decode(path, *options: str) -> bytes:
    """Return what FFmpeg's own program makes of a file: none of the code that wrote it."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe()
    command = [ffmpeg, "-v", "error", "-i", str(path), *options, "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def find_starts(values: np.ndarray, threshold: float, apart: int) -> np.ndarray:
    """Return where values first exceed a threshold, after they did not for a while."""
    (places,) = np.nonzero(values > threshold)
    return places[np.diff(places, prepend=-apart - 1) > apart]


def test_sound_and_picture_are_in_step_after_a_minute(here, make, files):
    """A flash for each click of a track that begins anew every 6.6 seconds, seen and heard."""
    data, _ = make("clicks", 6.6, 60)
    (here / "clicks.wav").write_bytes(data)
    fps, seconds, path = 20, 64.0, here / "a.mp4"
    music = Music(file="clicks.wav", bpm=60)
    beat = music.read(files(clicks_wav=data), seconds)["beat"]
    track = music.sound
    assert track is not None
    sound = Sound(here / track.file, track.start, track.start + seconds, track.loops)
    Mp4().with_sound(sound).write(flash(beat, fps, seconds), path, "")

    raw = decode(path, "-f", "rawvideo", "-pix_fmt", "gray")
    seen = np.frombuffer(raw, np.uint8).reshape(-1, 32 * 32).mean(1)
    rate = 48_000
    options = ("-f", "f32le", "-ac", "1", "-ar", str(rate), "-af", "aresample=async=1:first_pts=0")
    heard = np.frombuffer(decode(path, *options), np.float32)
    flashes = find_starts(seen, 100, 10) / fps
    clicks = find_starts(np.abs(heard), 0.2, rate // 3) / rate
    assert len(seen) == seconds * fps
    assert len(heard) / rate == pytest.approx(seconds, abs=0.05)
    assert len(flashes) == len(clicks) > 50
    assert clicks[-1] > 60
    assert np.abs(flashes - clicks).max() <= 1 / fps
