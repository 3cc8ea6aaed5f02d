"""Films are read upright, at their moments, in the colours of the pictures that they were made of."""

from __future__ import annotations

import wave

import numpy as np
import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.loaders.films.moments import play_at_rate
from dreamgen.loaders.films.open_film import is_film, open_film
from dreamgen.loaders.films.reel import Reel, Shown

from .conftest import COLOURS, mean_colour, picture


def colours_of(images):
    return [mean_colour(image) for image in images]


def are(found, wanted, tolerance=6):
    return len(found) == len(wanted) and np.abs(np.array(found) - wanted).max() < tolerance


def test_a_video_gives_its_pictures_and_moments(make_video):
    reel = open_film(make_video())
    shown = list(reel.play())
    assert reel.size == (64, 48)
    assert reel.rate == pytest.approx(10, rel=0.3)
    assert [round(one.seconds, 3) for one in shown] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert are(colours_of(one.image for one in shown), COLOURS)
    assert not reel.has_sound


def test_a_video_is_played_from_any_moment(make_video):
    reel = open_film(make_video())
    for start, first in ((0.1, 1), (0.25, 2), (0.4, 4)):
        assert are(colours_of(one.image for one in reel.play(start)), COLOURS[first:])


def test_frames_of_different_lengths_keep_their_moments(make_video):
    path = make_video(moments=[0, 10, 50, 60, 100])
    images = play_at_rate(open_film(path), 0.0, 11, 10)
    assert are(colours_of(images), [COLOURS[k] for k in (0, 1, 1, 1, 1, 2, 3, 3, 3, 3, 4)])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotation_tag_is_applied(make_video, turn):
    reel = open_film(make_video(turn=turn))
    image = next(reel.play()).image
    wanted = picture(COLOURS[0]).rotate(turn, expand=True)
    assert image.size == reel.size == wanted.size
    assert np.abs(np.asarray(image, float) - np.asarray(wanted)).mean() < 8


def test_pixels_that_are_not_square_become_so(make_video):
    from fractions import Fraction

    reel = open_film(make_video(aspect=Fraction(2, 1)))
    assert reel.size == next(reel.play()).image.size == (128, 48)


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_animations_give_their_pictures_and_moments(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    first, *others = (picture(colour) for colour in COLOURS)
    durations = [100, 200, 100, 300, 100]
    first.save(path, save_all=True, append_images=others, duration=durations, quality=100)
    reel = open_film(path)
    shown = list(reel.play())
    assert [round(one.seconds, 2) for one in shown] == [0.0, 0.1, 0.3, 0.4, 0.7]
    assert reel.seconds == pytest.approx(0.8)
    assert are(colours_of(one.image for one in shown), COLOURS, tolerance=12)
    assert are(colours_of(one.image for one in reel.play(0.35)), COLOURS[2:], tolerance=12)


def test_a_folder_is_played_in_the_order_of_its_numbers(tmp_path):
    for number, colour in zip((2, 9, 10, 100, 11), COLOURS, strict=True):
        picture(colour).save(tmp_path / f"shot{number}.png")
    (tmp_path / "notes.txt").write_text("no picture")
    reel = open_film(tmp_path, rate=5)
    order = [COLOURS[k] for k in (0, 1, 2, 4, 3)]
    assert reel.seconds == 1
    assert are(colours_of(one.image for one in reel.play()), order)
    assert are(colours_of(one.image for one in reel.play(0.4)), order[2:])


def test_a_rate_is_met_by_the_picture_shown_at_each_moment():
    """Against a plain search, at rates above and below the film's own."""

    class Made(Reel):
        size, rate, seconds = (1, 1), 4.0, 3.0
        moments = (0.0, 0.3, 0.35, 1.2, 2.0, 2.9)

        def play(self, start=0.0):
            first = max(k for k, moment in enumerate(self.moments) if moment <= start)
            for moment in self.moments[first:]:
                yield Shown(moment, moment)

    for start, rate in ((0.0, 10.0), (0.32, 3.0), (1.0, 24.0)):
        count = round((3.0 - start) * rate)
        found = list(play_at_rate(Made(), start, count, rate))
        middles = [start + (tick + 0.5) / rate for tick in range(count)]
        wanted = [max(moment for moment in Made.moments if moment <= at) for at in middles]
        assert found == wanted


def test_what_is_no_film_is_told_in_one_sentence(tmp_path, make_video):
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(1), sound.setsampwidth(2), sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "junk.mp4").write_bytes(bytes(range(256)) * 9)
    whole = make_video("whole.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[:300])
    picture(COLOURS[0]).save(tmp_path / "still.png")
    (tmp_path / "nothing").mkdir()
    expected = {
        "a.wav": "holds sound alone; a film needs pictures",
        "empty.mp4": "is empty",
        "junk.mp4": "cannot be read as a film: ",
        "cut.mp4": "cannot be read as a film: ",
        "still.png": "is a still picture, not a film",
        "nothing": "holds no pictures",
    }
    for name, words in expected.items():
        with pytest.raises(BadInput, match=words) as told:
            open_film(tmp_path / name)
        assert str(told.value).startswith(str(tmp_path / name))
        assert not is_film(tmp_path / name)
    assert is_film(tmp_path / "whole.mp4")


def test_a_film_that_ends_early_ends_the_pictures(make_video):
    reel = open_film(make_video())
    assert len(list(play_at_rate(reel, 0.0, 50, 10))) == 5


def test_transparent_animations_keep_their_opacity(tmp_path):
    clear = Image.new("RGBA", (32, 32), (255, 0, 0, 0))
    solid = Image.new("RGBA", (32, 32), (255, 0, 0, 255))
    clear.save(tmp_path / "a.webp", save_all=True, append_images=[solid], lossless=True)
    shown = [one.image for one in open_film(tmp_path / "a.webp").play()]
    assert [image.mode for image in shown] == ["RGBA", "RGBA"]
    assert shown[0].getchannel("A").getextrema() == (0, 0)
