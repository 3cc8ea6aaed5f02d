"""The sound of a film, or a song, stays in step with its pictures."""

from __future__ import annotations

import wave
from itertools import pairwise

import numpy as np
import pytest
import torch

from dreamgen.errors import InputWarning
from dreamgen.imaging.picture import Frame
from dreamgen.outputs.moving.animated_webp import AnimatedWebp
from dreamgen.outputs.moving.mov import Mov
from dreamgen.outputs.moving.sound import Sound
from dreamgen.outputs.moving.video import Mp4, Webm

av = pytest.importorskip("av")

RATE = 44_100
FULL = {"s16": 2**15, "s32": 2**31}
CLICKS = (0.5, 1.25, 1.9)


@pytest.fixture
def film(tmp_path):
    """Two and a half seconds of black pictures, with clicks."""
    path = tmp_path / "film.mp4"
    samples = np.zeros(int(2.5 * RATE), np.float32)
    for moment in CLICKS:
        at = int(moment * RATE)
        samples[at : at + 200] = 0.9 * np.sign(np.sin(np.arange(200) / 3))
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = file.add_stream("aac", rate=RATE, layout="mono")
        for number in range(25):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
            frame.pts = number
            file.mux(video.encode(frame))
        for start in range(0, len(samples), 1024):
            part = samples[None, start : start + 1024]
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            file.mux(sound.encode(frame))
        for stream in (video, sound):
            file.mux(stream.encode(None))
    return path


@pytest.fixture
def song(tmp_path):
    """Two and a half seconds of clicks alone, in stereo, of a rate that has to be converted."""
    path = tmp_path / "song.wav"
    samples = np.zeros((int(2.5 * RATE), 2), "<i2")
    for moment in CLICKS:
        at = int(moment * RATE)
        samples[at : at + 200] = 28_000 * np.sign(np.sin(np.arange(200) / 3))[:, None]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


def hear(path):
    """Return when the clicks of a video are, in seconds from its first picture, and its length."""
    with av.open(str(path)) as file:
        video, sound = file.streams.video[0], file.streams.audio[0]
        begin = float((video.start_time or 0) * video.time_base)
        moments, loud = [], []
        for frame in file.decode(sound):
            levels = np.abs(frame.to_ndarray().astype(np.float64))
            values = levels.reshape(-1, levels.size // frame.samples).max(1)
            if frame.format.is_planar:
                values = levels.max(0)
            loud.append(values / FULL.get(frame.format.packed.name, 1))
            moments.append(frame.time - begin + np.arange(len(values)) / frame.sample_rate)
    loud, moments = np.concatenate(loud), np.concatenate(moments)
    found = moments[loud > 0.25]
    starts = [found[0], *(b for a, b in pairwise(found) if b - a > 0.1)]
    return starts, moments[-1]


def frames(count):
    for index in range(count):
        yield Frame(torch.full((3, 48, 64), 0.5), index=index, count=count, seconds=0.1)


@pytest.mark.parametrize(("output", "name"), [(Mp4(), "a.mp4"), (Webm(), "a.webm")])
def test_sound_is_cut_to_the_part_and_stays_in_step(film, tmp_path, output, name):
    path = tmp_path / name
    output.with_sound(Sound(film, 0.25, 1.75)).write(frames(15), path, "seed = 7")
    clicks, length = hear(path)
    assert clicks == pytest.approx([0.25, 1.0], abs=0.05)
    assert length == pytest.approx(1.5, abs=0.06)
    assert type(output).read_recipe(path) == "seed = 7"
    with av.open(str(path)) as file:
        assert sum(1 for _ in file.decode(video=0)) == 15


def test_sound_of_a_codec_that_fits_is_copied(film, tmp_path):
    """The packets are the very ones of the film."""
    path = tmp_path / "a.mp4"
    Mp4().with_sound(Sound(film, 0.0, 2.5, loops=True)).write(frames(25), path, "")

    def packets(source):
        with av.open(str(source)) as file:
            return [bytes(packet) for packet in file.demux(file.streams.audio[0]) if packet.size]

    ours, theirs = packets(path), packets(film)
    first = theirs.index(ours[0])  # the encoder's own lead-in is left out
    assert ours == theirs[first : first + len(ours)]
    assert len(ours) >= len(theirs) - 3


OUTPUTS = [(Mp4(), "a.mp4"), (Webm(), "a.webm"), (Mov(), "a.mov")]


@pytest.mark.parametrize(("output", "name"), OUTPUTS)
def test_a_song_is_laid_under_and_begins_anew_where_it_is_told_to(song, tmp_path, output, name):
    """To a hundredth of a second, over four laps of 1.5 seconds that begin at 1 s."""
    path = tmp_path / name
    output.with_sound(Sound(song, 1.0, 7.0, loops=True)).write(frames(60), path, "seed = 7")
    clicks, length = hear(path)
    expected = [lap * 1.5 + moment - 1 for lap in range(4) for moment in CLICKS if moment > 1]
    assert clicks == pytest.approx(expected, abs=0.01)
    assert length == pytest.approx(6.0, abs=0.03)
    assert type(output).read_recipe(path) == "seed = 7"


@pytest.mark.parametrize(("output", "name"), OUTPUTS)
def test_a_video_that_was_interrupted_ends_with_its_pictures(song, tmp_path, output, name):
    path = tmp_path / name
    output.with_sound(Sound(song, 0.0, 60.0, loops=True)).write(frames(15), path, "")
    assert hear(path)[1] == pytest.approx(1.5, abs=0.03)


def test_a_song_that_ends_leaves_silence(song, tmp_path):
    path = tmp_path / "a.mp4"
    Mp4().with_sound(Sound(song, 0.0, 6.0)).write(frames(60), path, "")
    clicks, length = hear(path)
    assert clicks == pytest.approx(CLICKS, abs=0.01)
    assert length == pytest.approx(2.5, abs=0.03)


def test_an_editor_gets_uncompressed_sound(song, tmp_path):
    path = tmp_path / "a.mov"
    Mov().with_sound(Sound(song, 0.0, 2.0, loops=True)).write(frames(20), path, "")
    with av.open(str(path)) as file:
        assert file.streams.audio[0].codec_context.name == "pcm_s24le"


def test_a_format_without_sound_says_so(song):
    with pytest.warns(InputWarning, match=r"^\.webp holds no sound: \.mp4, \.mov and \.webm do$"):
        assert AnimatedWebp().with_sound(Sound(song, 0.0, 1.0)) == AnimatedWebp()


def test_without_sound_nothing_is_added(tmp_path):
    path = tmp_path / "a.mp4"
    Mp4().write(frames(3), path, "")
    with av.open(str(path)) as file:
        assert not file.streams.audio
