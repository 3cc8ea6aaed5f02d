"""Sound files of every kind become the same samples, at the same moments."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest

from dreamgen.errors import BadInput, InputWarning
from dreamgen.outputs.moving.decode_sound import read_sound

av = pytest.importorskip("av")

RATE = 44_100
CLICK_AT = 0.7
CODECS = {
    "wav": "pcm_s16le",
    "flac": "flac",
    "mp3": "libmp3lame",
    "ogg": "flac",
    "mp4": "aac",
}


def encode(container: str, codec: str, late: float = 0.0, video: bool = False) -> bytes:
    """Return a file of 1.5 s of faint noise with a click, its sound ``late`` seconds after zero."""
    file = io.BytesIO()
    file.name = f"a.{container}"
    samples = np.random.default_rng(0).normal(0, 0.001, int(1.5 * RATE)).astype(np.float32)
    at = round(CLICK_AT * RATE)
    samples[at : at + 100] += 0.8 * np.sign(np.sin(np.arange(100) / 4))
    with av.open(file, "w", format=container) as target:
        pictures = target.add_stream("mpeg4", rate=10) if video else None
        sound = target.add_stream(codec, rate=RATE, layout="stereo")
        if pictures is not None:
            pictures.width = pictures.height = 32
            for number in range(15):
                frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
                frame.pts = number
                target.mux(pictures.encode(frame))
            target.mux(pictures.encode(None))
        for start in range(0, len(samples), 1000):
            part = np.repeat(samples[None, start : start + 1000], 2, 0)
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, start + round(late * RATE)
            target.mux(sound.encode(frame))
        target.mux(sound.encode(None))
    return file.getvalue()


def find_click(samples: np.ndarray, rate: int = RATE) -> float:
    return int(np.argmax(np.abs(samples) > 0.3)) / rate


@pytest.mark.parametrize(("container", "codec"), CODECS.items())
def test_every_format_is_read_at_the_right_moments(container, codec):
    samples = read_sound(encode(container, codec), "a")
    assert samples.dtype == np.float32
    assert find_click(samples) == pytest.approx(CLICK_AT, abs=0.002)
    assert len(samples) / RATE == pytest.approx(1.5, abs=0.06)


def test_the_sound_of_a_video_starts_with_its_pictures():
    samples = read_sound(encode("mov", "pcm_s16le", late=0.4, video=True), "a")
    assert find_click(samples) == pytest.approx(CLICK_AT + 0.4, abs=0.002)
    assert not samples[: int(0.39 * RATE)].any()


def test_another_rate():
    samples = read_sound(encode("wav", "pcm_s16le"), "a", 16_000)
    assert len(samples) == pytest.approx(1.5 * 16_000, abs=40)
    assert find_click(samples, 16_000) == pytest.approx(CLICK_AT, abs=0.002)


def test_half_a_file_is_read_as_far_as_it_goes():
    whole = encode("mp3", "libmp3lame")
    samples = read_sound(whole[: len(whole) // 2], "a")
    assert math.isclose(len(samples) / RATE, 0.75, abs_tol=0.1)


def test_a_file_that_is_cut_off_says_so():
    whole = encode("flac", "flac")
    said = r"^song\.flac is cut short: 0\.[5-9] of its 1\.5 s can be read$"
    with pytest.warns(InputWarning, match=said):
        assert 0.5 < len(read_sound(whole[: len(whole) // 2], "song.flac")) / RATE < 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "song.wav is empty"),
        (b"no sound at all" * 99, "song.wav cannot be read as sound: Invalid data"),
        (encode("mp4", "aac")[:5000], "song.wav cannot be read as sound: Invalid data"),
    ],
)
def test_what_is_no_sound_is_one_sentence(data, said):
    with pytest.raises(BadInput, match=f"^{said}") as caught:
        read_sound(data, "song.wav")
    assert "\n" not in str(caught.value)


def test_a_film_without_sound_is_one_sentence():
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as target:
        stream = target.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        target.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8))))
        target.mux(stream.encode(None))
    with pytest.raises(BadInput, match=r"^clip\.mp4 holds no sound$"):
        read_sound(file.getvalue(), "clip.mp4")


def test_what_is_too_long_is_one_sentence():
    with pytest.raises(
        BadInput, match=r"^song\.wav lasts longer than 0\.01 minutes: cut a part out$"
    ):
        read_sound(encode("wav", "pcm_s16le"), "song.wav", most=0.6)
