"""Contact sheets and posters of films whose frames are told apart by their grey."""

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.imaging.picture import Frame
from dreamgen.outputs.moving.animated_webp import AnimatedWebp
from dreamgen.outputs.moving.apng import Apng
from dreamgen.outputs.moving.frames import Frames
from dreamgen.outputs.moving.gif import Gif
from dreamgen.outputs.moving.video import Mp4

COUNT, FPS, WIDE, HIGH = 40, 10, 64, 48
RECIPE = 'input = "noise"\nseed = 7\n[zoom]\nseconds = 4.0\nfps = 10.0\n'
KINDS = {"a.gif": Gif, "a.webp": AnimatedWebp, "a.mp4": Mp4, "a.apng": Apng, "frames": Frames}


def level(number: int) -> float:
    return 40 + 5 * number


@pytest.fixture
def film(user):
    """Write a film of 40 frames, 4 seconds long, of the kind that a name says."""

    def make(name: str, alpha: bool = False) -> str:
        if name.endswith("mp4"):
            pytest.importorskip("av")
        opacity = torch.full((1, HIGH, WIDE), 0.0) if alpha else None
        frames = (
            Frame(torch.full((3, HIGH, WIDE), level(n) / 255), opacity, None, n, COUNT, 1 / FPS)
            for n in range(COUNT)
        )
        KINDS[name]().write(frames, user.folder / name, RECIPE)
        return name

    return make


def read_greys(path) -> list[float]:
    """Return the greys of the pictures on a sheet, row by row: areas of one colour of their size."""
    pixels = np.asarray(Image.open(path).convert("L")).astype(float)
    found = []
    for y in range(pixels.shape[0] - HIGH):
        for x in range(pixels.shape[1] - WIDE):
            is_corner = pixels[y, x] < 250 and pixels[y - 1, x] > 250 and pixels[y, x - 1] > 250
            if is_corner and np.ptp(pixels[y : y + HIGH, x : x + WIDE]) <= 2:
                found.append(pixels[y + HIGH // 2, x + WIDE // 2])
    return found


@pytest.mark.parametrize("name", KINDS)
def test_pictures_are_spread_evenly_from_the_first_to_the_last(user, film, name):
    film(name)
    assert user.gets("sheet", name, "--count", 4, "-o", "s.png").strip() == "s.png"
    expected = [level(n) for n in (0, 13, 26, 39)]
    assert read_greys("s.png") == pytest.approx(expected, abs=3)
    assert user.gets("recipe", "s.png") == RECIPE


def test_columns_and_width_are_as_asked_for(user, film):
    film("a.gif")
    user.gets("sheet", "a.gif", "--count", 6, "--columns", 2, "--width", 32, "-o", "s.png")
    wide, high = Image.open("s.png").size
    assert 2 * 32 < wide < 4 * 32
    assert high > 3 * 24


def test_a_film_of_fewer_frames_has_them_all(user, film):
    film("a.gif")
    user.gets("sheet", "a.gif", "--count", 100, "-o", "s.png")
    assert read_greys("s.png") == pytest.approx([level(n) for n in range(COUNT)], abs=3)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--from", "1", "--to", "0:02", "--count", 4), (10, 13, 16, 19)),
        (("--every", 1), (0, 10, 20, 30)),
        (("--from", "2.5", "--every", 0.7), (25, 32, 39)),
    ],
)
def test_a_part_is_shown_and_so_many_seconds_apart(user, film, words, numbers):
    film("a.gif")
    user.gets("sheet", "a.gif", *words, "-o", "s.png")
    assert read_greys("s.png") == pytest.approx([level(n) for n in numbers], abs=3)


@pytest.mark.parametrize(
    ("name", "at", "number"),
    [*((name, "2.55", 25) for name in KINDS), ("a.gif", "0", 0), ("a.mp4", "0:03.95", 39)],
)
def test_a_poster_is_the_picture_shown_then(user, film, name, at, number):
    film(name)
    user.gets("sheet", name, "--at", at, "-o", "p.png")
    shown = np.asarray(Image.open("p.png").convert("RGB")).astype(float)
    assert shown.shape == (HIGH, WIDE, 3)
    assert np.abs(shown - level(number)).max() <= 3
    assert user.gets("recipe", "p.png") == RECIPE


def test_what_is_transparent_lies_on_white_on_a_sheet_and_stays_so_in_a_poster(user, film):
    film("a.apng", alpha=True)
    user.gets("sheet", "a.apng", "--count", 2, "-o", "s.png")
    assert np.asarray(Image.open("s.png").convert("L"))[20, 20] == 255
    user.gets("sheet", "a.apng", "--at", 1, "-o", "p.png")
    assert Image.open("p.png").getchannel("A").getextrema() == (0, 0)


def test_a_film_of_others_has_no_recipe_and_still_a_sheet(user):
    frames = [Image.new("RGB", (WIDE, HIGH), (n, 0, 0)) for n in range(0, 250, 50)]
    frames[0].save("a.gif", save_all=True, append_images=frames[1:], duration=100)
    user.gets("sheet", "a.gif")
    assert "carries no dreamgen recipe" in user.is_told("recipe", "a-sheet.png")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a.gif", "--at", "9"), "--at 9: a.gif is 0:04.00 long"),
        (("a.gif", "--at", "soon"), "--at soon: must be a time"),
        (("a.gif", "--at", "1", "--count", "4"), "--count: is for a sheet"),
        (("a.gif", "--at", "1", "--from", "0"), "--from: is for a sheet"),
        (("a.gif", "--every", "1", "--count", "4"), "--every: says how many pictures"),
        (("a.gif", "--every", "0.001"), "0.001"),
        (("a.gif", "--from", "3", "--to", "2"), "--from: 3 s is not before the end, 2 s"),
        (("a.gif", "-o", "s.mp4"), "the suffix '.mp4' is none of"),
        (("a.gif", "-o", "s.gif"), "a sheet is written as .png"),
        (("a.gif", "-o", "a.gif", "--force"), "is what the result is made from"),
        (("a.png",), "a.png is a still picture, not a film"),
        (("b.gif",), "there is no file b.gif (did you mean a.gif?)"),
        (("empty",), "empty holds no pictures"),
    ],
)
def test_bad_input_is_one_sentence(user, film, words, said):
    film("a.gif")
    Image.new("RGB", (8, 8)).save("a.png")
    (user.folder / "empty").mkdir()
    assert said in user.is_told("sheet", *words)
