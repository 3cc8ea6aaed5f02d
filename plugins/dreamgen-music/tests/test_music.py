"""The component `music`: a song's curves, and its sound."""

from __future__ import annotations

import numpy as np
import pytest

from dreamgen import BadInput, InputWarning, Soundtrack, dream, zoom

pytest.importorskip("dreamgen_music", reason="the plugin is not installed here")
pytest.importorskip("av")

from dreamgen_music.curves import NAMES
from dreamgen_music.music import Music


def test_everything_that_it_offers_is_sound(dreamgen_plugin):
    assert dreamgen_plugin("dreamgen_music.plugin").check() == []


def test_it_offers_what_it_reads(make, files):
    assert Music.offers == NAMES
    read = Music(file="song.wav").read(files(song_wav=make("clicks", 3, 120)[0]), 10.0)
    assert (*read,) == NAMES
    assert all(curve.values.dtype == np.float64 for curve in read.values())


def test_a_song_begins_anew_in_step(make, files):
    """After a hundred laps of a length that is no whole number of hundredths of a second."""
    data, moments = make("clicks", 3.0037, 120)
    beat = Music(file="song.wav").read(files(song_wav=data), 400.0)["beat"]
    assert beat.loops
    late = 100 * 3.0037 + moments
    assert beat.at(late) == pytest.approx(beat.at(moments), abs=0.1)
    assert beat.at(moments + 0.01).min() > 0.7


def test_a_song_that_does_not_loop_ends_in_silence(make, files):
    read = Music(file="song.wav", loop=False).read(files(song_wav=make("song", 3, 120)[0]), 10.0)
    for name, curve in read.items():
        assert curve.at(9.0) == (curve.values[-1] if name == "beats" else 0)
    assert read["beats"].at(9.0) > 3


def test_the_start_is_left_out_of_sound_and_curves(make, files):
    source = files(song_wav=make("clicks", 4, 120)[0])
    whole = Music(file="song.wav").read(source, 4.0)
    part = Music(file="song.wav", start=1.25).read(source, 4.0)
    for name in NAMES:
        assert part[name].at(1.0) == pytest.approx(whole[name].at(2.25), abs=0.02)
    assert Music(file="song.wav", start=1.25).sound == Soundtrack("song.wav", 1.25, True)


def test_a_start_after_the_end_is_one_sentence(make, files):
    data, _ = make("clicks", 2, 120)
    with pytest.raises(BadInput, match=r"^song\.wav lasts 2\.00 s, and start is 7$"):
        Music(file="song.wav", start=7).read(files(song_wav=data), 4.0)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "song.wav is empty"), (b"noise" * 50, "song.wav cannot be read as sound: Invalid")],
)
def test_what_is_no_song_is_one_sentence(files, data, said):
    with pytest.raises(BadInput, match=f"^{said}") as caught:
        Music(file="song.wav").read(files(song_wav=data), 4.0)
    assert "\n" not in str(caught.value)


def test_a_still_says_that_it_is_silent(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "song.wav").write_bytes(make("clicks", 3, 120)[0])
    with pytest.warns(InputWarning, match=r"^song\.wav is not heard: a still is silent, and its"):
        made = dream("noise", size=48, steps=1, octaves=1, curves=["music(song.wav)"])
    assert made.image.size == (48, 48)


@pytest.mark.parametrize("more", [{}, {"seconds": 1}])
def test_a_song_that_is_missing_is_one_sentence(make, tmp_path, monkeypatch, more):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "song.wav").write_bytes(make("clicks", 3, 120)[0])
    with pytest.raises(BadInput, match=r"^there is no file sonk\.wav \(did you mean song\.wav\?\)"):
        zoom("noise", size=48, curves=["music(sonk.wav)"], **more)
