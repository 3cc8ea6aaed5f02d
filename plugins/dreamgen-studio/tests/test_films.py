"""Films that are brought: frames to scrub through and to dream, and what is asked of the whole."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamgen import BadInput, Session
from dreamgen_studio.describe import Describer
from dreamgen_studio.files.films import Films
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.request import FieldProblem, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.settings_of import read_settings

SESSION = Session()
COLOURS = ("red", "lime", "blue", "white")


def write_animation() -> bytes:
    """Return a GIF of 64x48 pixels: each of four colours for half a second."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in COLOURS]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=500)
    return buffer.getvalue()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", Settings(), SESSION)


@pytest.fixture
def clip(uploads: Uploads) -> str:
    return uploads.keep("me", "my clip.gif", io.BytesIO(write_animation())).id


@pytest.fixture
def describer(uploads: Uploads) -> Describer:
    return Describer(SESSION, uploads, Films(uploads), Settings(most_frames=8))


def test_an_animation_is_a_film_and_a_still_picture_is_none(uploads, clip):
    kept = uploads.get("me", clip)
    assert (kept.kind, kept.is_film, kept.seconds, kept.rate) == ("video", True, 2.0, 2.0)
    assert (kept.width, kept.height) == (64, 48)
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "GIF")
    assert not uploads.keep("me", "still.gif", io.BytesIO(buffer.getvalue())).is_film


@pytest.mark.parametrize(
    ("at", "colour"), [(0, "red"), (0.6, "lime"), (1.2, "blue"), (2.0, "white"), (99, "white")]
)
def test_the_frame_at_a_moment_is_the_one_that_is_shown_then(uploads, clip, at, colour):
    films = Films(uploads)
    wanted = np.array(Image.new("RGB", (64, 48), colour))
    still = films.still("me", clip, at)
    assert still.name == f"my clip-at-{at:.2f}s.png"
    assert (np.array(Image.open(still).convert("RGB")) == wanted).all()
    small = np.array(Image.open(io.BytesIO(films.picture("me", clip, at))))
    assert np.abs(small.astype(int) - wanted).max() < 8


def test_a_still_is_dreamed_of_the_frame_at_a_moment(describer, clip):
    found = describer.describe("me", Request(source=clip, preset="classic", at=1.25))
    name = "my clip-at-1.25s.png"
    assert found.recipe.input == name
    assert found.command.startswith(f"dreamgen render '{name}' --preset classic")
    assert Path(found.places[name]).exists()


def test_a_film_is_asked_for_with_its_own_name_and_comes_back(describer, clip):
    settings = {"film.start": "0.5", "film.new": "0.6", "film.draft": "true"}
    request = Request(source=clip, kind="film", preset="classic", settings=settings)
    found = describer.describe("me", request)
    assert (found.name, found.recipe.input) == ("my clip-classic.mp4", "my clip.gif")
    assert found.command == (
        "dreamgen film 'my clip.gif' --preset classic --from 0.5 --new 0.6 --preview "
        "-o 'my clip-classic.mp4'"
    )
    kind, again = read_settings(found.toml, SESSION)
    assert kind == "film"
    assert {key: again[key] for key in settings} == settings


@pytest.mark.parametrize(
    ("settings", "field", "words"),
    [
        ({"film.start": "3"}, "film.start", "my clip.gif lasts 2.00 s"),
        ({"film.start": "1", "film.stop": "0.5"}, "film.stop", "is not after the start"),
        ({"film.fps": "24"}, "film.stop", "48 frames are too many: at most 8 here"),
        ({"film.new": "7"}, "film.new", "7"),
    ],
)
def test_a_part_that_is_not_there_or_too_long_is_refused_beside_its_field(
    describer, clip, settings, field, words
):
    with pytest.raises(FieldProblem, match=words) as refused:
        describer.describe("me", Request(source=clip, kind="film", settings=settings))
    assert refused.value.field == field


@pytest.mark.parametrize("source", ["sample:cat", "noise"])
def test_what_is_no_film_is_not_dreamed_as_one(describer, source):
    with pytest.raises(BadInput, match="bring a video or an animation"):
        describer.describe("me", Request(source=source, kind="film"))


def test_a_damaged_video_is_refused_by_its_own_name(uploads):
    with pytest.raises(BadInput, match=r"^clip\.mp4 is ") as refused:
        uploads.keep("me", "clip.mp4", io.BytesIO(b"\0\0\0\x18ftypmp42" + b"\0" * 400))
    assert str(uploads._folder) not in str(refused.value)
