"""The studio of a notebook, told what its page tells it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import dreamgen
from dreamgen.notebook.uploads import Uploads

pytest.importorskip("anywidget", reason="anywidget is not installed here")

SMALL = {"size": "64x48", "steps": "2", "octaves.count": "1"}
TINY = {"size": "64x48", "steps": 2, "octaves": 1}


@pytest.fixture
def studio():
    return dreamgen.studio_widget("noise")


def ask(studio, what, *buffers, **more):
    studio._hear(studio, {"ask": what, **more}, list(buffers))


def test_what_its_controls_say_is_dreamed(studio):
    studio.values = {**SMALL, "seed": "3"}
    ask(studio, "dream")
    expected = dreamgen.dream("noise", seed=3, **TINY)
    np.testing.assert_array_equal(studio.dream.array, expected.array)
    assert (studio.state, studio.recipe) == ("done", expected._embedded())


def test_a_preset_says_what_empty_controls_mean(studio):
    assert studio.usual["steps"] == "16"
    studio.preset = "classic-photo"
    assert (studio.usual["steps"], studio.usual["layer"]) == ("12", "6")
    assert {"": "the network's own choice"}.items() <= {
        one["name"]: one["summary"] for one in studio.presets
    }.items()


def test_dreams_are_kept_and_shown_again(studio):
    studio.values = SMALL
    ask(studio, "dream")
    first = studio.dream
    ask(studio, "keep")
    ask(studio, "keep")
    studio.values = {**SMALL, "seed": "1"}
    ask(studio, "dream")
    second = studio.dream
    ask(studio, "keep")
    assert studio.kept == [first, second]
    assert len(studio.thumbnails) == 2
    ask(studio, "show", number=0)
    assert studio.dream is first
    assert studio.recipe == first._embedded()


def test_it_is_stopped_by_its_button(studio):
    studio.values = {**SMALL, "steps": "20000"}
    ask(studio, "dream")
    last = studio._last
    ask(studio, "dream")  # one at a time
    assert studio._last is last
    ask(studio, "stop")
    assert 'stopped = "octave 1 of 1' in studio.dream._embedded()


def test_a_file_of_the_page_is_dreamed_by_its_own_name(studio, tmp_path):
    Image.new("RGB", (64, 48), "teal").save(tmp_path / "my photo.png")
    data = (tmp_path / "my photo.png").read_bytes()
    ask(studio, "upload", data[:50], name="my photo.png", first=True, last=False)
    assert studio.source == "noise"
    ask(studio, "upload", memoryview(data[50:]), name="my photo.png", first=False, last=True)
    assert studio.source == "my photo.png"
    studio.values = SMALL
    ask(studio, "dream")
    assert studio.dream.recipe.input == "my photo.png"
    expected = dreamgen.dream(str(tmp_path / "my photo.png"), **TINY)
    np.testing.assert_array_equal(studio.dream.array, expected.array)


def test_a_source_may_be_an_object():
    values = np.random.default_rng(0).random((48, 64, 3))
    studio = dreamgen.studio_widget(values, controls=["size", "steps", "octaves"])
    studio.values = SMALL
    ask(studio, "dream")
    np.testing.assert_array_equal(studio.dream.array, dreamgen.dream(values, **TINY).array)


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"source": "nowhere.png"}, "there is no file nowhere.png"),
        ({"values": {"steps": "many"}}, "steps"),
        ({"values": {"objective": "chanel(3, 1)"}}, "did you mean channel"),
    ],
)
def test_mistakes_are_shown_beside_the_controls(studio, traits, said):
    for name, value in traits.items():
        setattr(studio, name, value)
    ask(studio, "dream")
    with pytest.raises(dreamgen.BadInput, match=f"{said}|nothing is dreamed yet"):
        _ = studio.dream
    assert studio.state == "failed"
    assert said in studio.problem


@pytest.mark.parametrize("name", ["", "..", "a/..", "a\nb.png", "..\\.."])
def test_a_file_without_a_plain_name_is_refused(name):
    with pytest.raises(dreamgen.BadInput, match="plain name"):
        Uploads().add(name, b"x", True)


def test_a_file_lies_in_the_studios_own_folder_whatever_its_name(monkeypatch):
    uploads = Uploads()
    assert uploads.add("../../etc/passwd", b"x", True) == "passwd"
    assert uploads.paths["passwd"].is_relative_to(uploads._folder.name)
    monkeypatch.setattr("dreamgen.notebook.uploads.MOST_BYTES", 3)
    with pytest.raises(dreamgen.BadInput, match="larger than"):
        uploads.add("passwd", b"1234", False)
