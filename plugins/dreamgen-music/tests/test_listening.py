"""What is heard in songs that are known by construction."""

from __future__ import annotations

import numpy as np
import pytest
from filelock import FileLock, Timeout

from dreamgen import BadInput

pytest.importorskip("dreamgen_music", reason="the plugin is not installed here")
pytest.importorskip("av")

from dreamgen_music.curves import draw_curves
from dreamgen_music.listening import song
from dreamgen_music.listening.one_at_a_time import lock_path
from dreamgen_music.listening.song import listen
from dreamgen_music.listening.spectrum import RATE

FRAME = 1 / 60


def hear(made):
    data, moments = made
    return listen(data, "song.wav"), moments


@pytest.mark.parametrize(
    ("kind", "seconds", "bpm"), [("clicks", 12, 120), ("song", 20, 90), ("song", 20, 128)]
)
def test_beats_are_heard_where_they_are(make, kind, seconds, bpm):
    song, moments = hear(make(kind, seconds, bpm))
    assert song.tempo == pytest.approx(bpm, rel=0.005)
    heard = song.beats[song.beats < moments[-1] + 0.1]
    assert len(heard) == len(moments)
    assert np.abs(heard - moments).max() < FRAME
    assert np.abs(song.kicks.times[:, None] - moments).min(0).max() < FRAME
    assert song.seconds == seconds


def test_a_tempo_that_is_known_is_taken(make):
    data, moments = make("song", 12, 174)
    beats = listen(data, "song.wav", 174).beats
    assert np.abs(beats[:, None] - moments).min(0).max() < 0.02


def test_a_beat_is_a_pulse_that_peaks_on_it_and_fades(make):
    song, _ = hear(make("clicks", 6, 60))
    beat = draw_curves(song, 0.1, 0.3)["beat"]
    for moment in song.beats:
        place = round(moment * RATE)
        assert beat[place] == 1
        assert beat[place - 5] < 0.01
        assert 0 < beat[place - 1] < 1
        assert beat[place + 15] == pytest.approx(10**-0.5, abs=0.02)
        assert beat[place + 30] == pytest.approx(0.1, abs=0.01)


def test_beats_are_counted_steadily(make):
    song, _ = hear(make("clicks", 6, 60))
    beats = draw_curves(song, 0.1, 0.3)["beats"]
    places = np.round(song.beats * RATE).astype(int)
    assert beats[places] == pytest.approx(np.arange(len(places)), abs=0.02)
    assert (np.diff(beats) >= 0).all()
    assert beats[places[1] + 50] == pytest.approx(1.5, abs=0.02)


def test_bands_are_told_apart(make):
    song = listen(make("tone", 6, 60, 600, 6000), "tone.wav")
    curves = draw_curves(song, 0.1, 0.3)
    for number, name in enumerate(("bass", "mid", "treble")):
        means = [curves[name][start + 50 : start + 150].mean() for start in (0, 200, 400)]
        assert means[number] > 0.95
        assert sum(means) - means[number] < 0.05
    assert curves["loudness"][50:150].max() < curves["loudness"][250:350].min()


def test_a_steady_tone_is_loud_and_hits_once(make):
    song = listen(make("tone", 4, 440), "tone.wav")
    curves = draw_curves(song, 0.1, 0.3)
    assert curves["mid"][50:350].min() > 0.95
    assert curves["treble"][50:350].max() < 0.05
    assert np.abs(song.onsets.times - 0).min() < 0.05
    assert not ((song.onsets.times > 0.2) & (song.onsets.times < 3.8)).any()


def test_a_hit_at_the_very_start_is_heard(make):
    data, moments = make("song", 6, 120, 0.0)
    song = listen(data, "song.wav")
    assert moments[0] == 0
    assert song.kicks.times[0] < FRAME
    assert song.kicks.strengths[0] > 0.5
    assert abs(song.beats[0]) < FRAME


def test_smoothing_has_no_lag(make):
    """A tone from 2 to 4 seconds is at half its height at either end, whatever the width."""
    song = listen(make("tone", 6, 1, 440, 1), "tone.wav")
    for smooth in (0.1, 1.0):
        mid = draw_curves(song, smooth, 0.3)["mid"]
        assert np.argmax(mid > 0.5) / RATE == pytest.approx(2, abs=0.02)
        assert len(mid) / RATE - np.argmax(mid[::-1] > 0.5) / RATE == pytest.approx(4, abs=0.02)


def test_curves_are_between_0_and_1_and_use_all_of_it(make):
    song, _ = hear(make("song", 20, 90))
    for name, values in draw_curves(song, 0.1, 0.3).items():
        assert len(values) == 2000
        if name != "beats":
            assert values.min() >= 0
            assert 0.95 < values.max() <= 1
            assert values.min() < 0.1


def test_loudness_does_not_depend_on_the_volume(make):
    import io
    import wave

    data, _ = make("song", 6, 120)
    with wave.open(io.BytesIO(data)) as file:
        levels = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    quiet = io.BytesIO()
    with wave.open(quiet, "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes((levels // 8).astype("<i2").tobytes())
    one, other = (draw_curves(listen(each, "a"), 0.1, 0.3) for each in (data, quiet.getvalue()))
    assert np.abs(one["loudness"] - other["loudness"]).max() < 0.02
    assert np.abs(one["beat"] - other["beat"]).max() < 0.02


def test_silence_is_one_sentence(make):
    with pytest.raises(BadInput, match=r"^song\.wav is silent$"):
        listen(make("silence", 1), "song.wav")


def test_a_song_shorter_than_a_window_is_heard(make):
    song = listen(make("tone", 0.02, 440), "song.wav")
    assert all(len(values) == 2 for values in draw_curves(song, 0.1, 0.3).values())


def test_one_process_at_a_time_listens(make, monkeypatch):
    """Two that compile librosa's functions at once would break them for good."""
    held = []

    def measure(samples):
        with pytest.raises(Timeout):
            FileLock(lock_path(), timeout=0).acquire()
        held.append(True)
        return measure_spectrum(samples)

    measure_spectrum = song.measure_spectrum
    monkeypatch.setattr(song, "measure_spectrum", measure)
    hear(make("clicks", 2, 100))
    assert held == [True]
    with FileLock(lock_path(), timeout=0):
        pass
