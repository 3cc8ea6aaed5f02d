"""Films are read upright, at their moments, in the colours of the pictures that they were made of."""

from __future__ import annotations

import wave

import numpy as np
import pytest
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
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
        "cut.mp4": "is cut short: the index of a video, at its end, is missing",
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
    assert open_film(tmp_path / "a.webp").may_be_transparent


def test_an_animation_that_is_opaque_in_the_end_is_known_to_be(tmp_path):
    """A GIF keeps what stays from frame to frame as transparent."""
    frames = [Image.effect_noise((32, 32), 60).convert("RGB") for _ in range(2)]
    frames.append(frames[1].copy())
    frames[2].putpixel((3, 3), (255, 0, 0))
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=100)
    reel = open_film(tmp_path / "a.gif")
    assert len(list(reel.play())) == 3
    assert not reel.may_be_transparent


def write_video(path, codec, pixels, count=10, size=(64, 48), **options):
    """Write a video of a colour that changes, ever more transparent upwards where it can be."""
    av = pytest.importorskip("av")
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=10, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        for number in range(count):
            shown = picture((20 * number, 100, 200 - 20 * number), size).convert("RGBA")
            shown.putalpha(Image.linear_gradient("L").resize(size))
            frame = av.VideoFrame.from_ndarray(np.asarray(shown), "rgba")
            file.mux(stream.encode(frame.reformat(format=pixels)))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("codec", ["libvpx", "libvpx-vp9"])
def test_a_webm_keeps_its_transparency(tmp_path, codec):
    options = {"auto-alt-ref": "0", "crf": "4", "b": "2M"}
    path = write_video(tmp_path / "a.webm", codec, "yuva420p", **options)
    reel = open_film(path)
    assert not reel.can_seek
    shown = [one.image for one in reel.play()]
    assert [image.mode for image in shown] == ["RGBA"] * 10
    wanted = np.asarray(Image.linear_gradient("L").resize((64, 48)), float)
    assert np.abs(np.asarray(shown[4].getchannel("A"), float) - wanted).mean() < 4
    start = [one.image.mode for one in open_film(path).play(0.55)]
    assert start == ["RGBA"] * 5


def test_interlaced_pictures_are_made_whole(tmp_path):
    """The two fields show a bar at two places: deinterlaced, no row jumps from its neighbours."""
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "a.mp4"), "w") as file:
        options = {"crf": "4", "x264-params": "tff=1"}
        stream = file.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv444p"
        for number in range(8):
            levels = np.zeros((64, 64, 3), np.uint8)
            for field in (0, 1):
                levels[field::2, 8 * number // 2 + 4 * field : 8 * number // 2 + 4 * field + 16] = (
                    220
                )
            file.mux(stream.encode(av.VideoFrame.from_ndarray(levels, "rgb24")))
        file.mux(stream.encode(None))
    shown = [
        np.asarray(one.image.convert("L"), float) for one in open_film(tmp_path / "a.mp4").play()
    ]
    assert len(shown) == 8
    for levels in shown[1:-1]:
        assert np.abs(np.diff(levels[8:-8], axis=0)).mean() < 6  # 27 where the fields are left


def test_a_film_without_lengths_of_frames_has_its_last_frame(tmp_path):
    reel = open_film(write_video(tmp_path / "a.flv", "flv1", "yuv420p"))
    assert (reel.rate, reel.seconds) == (10, pytest.approx(1.0))
    assert len(list(play_at_rate(reel, 0.0, 10, 10))) == 10


def test_a_cover_is_no_film(tmp_path):
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "a.mp3"), "w") as file:
        heard, cover = file.add_stream("mp3", rate=44100), file.add_stream("mjpeg", rate=25)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        packets = cover.encode(av.VideoFrame.from_image(picture(COLOURS[0])))
        file.mux([*packets, *cover.encode(None)])
        silence = av.AudioFrame.from_ndarray(np.zeros((2, 1152), np.float32), "fltp", "stereo")
        silence.rate = 44100
        file.mux(heard.encode(silence))
        file.mux(heard.encode(None))
    with pytest.raises(BadInput, match="holds sound alone"):
        open_film(tmp_path / "a.mp3")


def test_what_is_damaged_or_cut_off_plays_as_far_as_it_can(tmp_path):
    av = pytest.importorskip("av")
    options = {"g": "3", "bf": "0"}
    data = write_video(tmp_path / "a.mkv", "libx264", "yuv420p", 30, **options).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(data[: len(data) * 3 // 4])
    reel = open_film(tmp_path / "cut.mkv")
    assert 5 < len(list(reel.play())) < 30
    assert 0.5 < reel.seconds < 3
    path = write_video(tmp_path / "b.mp4", "mpeg4", "yuv420p", 30, movflags="faststart")
    with av.open(str(path)) as file:
        last = [packet for packet in file.demux(video=0) if packet.size][-4:]
    data = bytearray(path.read_bytes())
    for packet in last:
        data[packet.pos : packet.pos + packet.size] = bytes(packet.size)
    path.write_bytes(data)
    reel = open_film(path)
    with pytest.warns(InputWarning, match=r"b\.mp4 is damaged or cut short: frames that cannot"):
        shown = list(reel.play())
    assert 20 < len(shown) <= 26
    with pytest.warns(InputWarning):  # what cannot be seen is the last that can, until the end
        assert len(list(play_at_rate(reel, 0.0, 30, 10))) == 30


def test_a_broken_frame_of_a_folder_is_the_one_before_it(tmp_path):
    for number, colour in enumerate(COLOURS):
        picture(colour).save(tmp_path / f"{number}.png")
    data = (tmp_path / "2.png").read_bytes()
    (tmp_path / "2.png").write_bytes(data[: len(data) // 2])
    reel = open_film(tmp_path, rate=10)
    with pytest.warns(InputWarning, match=r"2\.png cannot be decoded.*the frame before it stays"):
        images = list(play_at_rate(reel, 0.0, 5, 10))
    assert are(colours_of(images), [COLOURS[k] for k in (0, 1, 1, 3, 4)])


def test_frames_of_a_folder_are_upright_and_of_all_bits(tmp_path):
    lying = picture(COLOURS[0])
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(tmp_path / "1.jpg", exif=exif, quality=95)
    deep = (np.linspace(0, 1, 64)[None] * 65535 * np.ones((48, 1))).astype(np.uint16)
    Image.fromarray(deep).rotate(90, expand=True).save(tmp_path / "2.png")
    shown = list(open_film(tmp_path).play())
    assert [one.image.size for one in shown] == [(48, 64), (48, 64)]
    assert are(colours_of([shown[0].image.rotate(90, expand=True)]), [COLOURS[0]])
    wanted = deep / 257
    assert np.abs(np.asarray(shown[1].image.rotate(-90, expand=True))[..., 0] - wanted).max() < 1
