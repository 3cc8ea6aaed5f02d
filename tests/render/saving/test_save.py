"""Which output writes a file, and whether it can."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from dreamgen.errors import BadInput, DreamError, InputWarning
from dreamgen.imaging.picture import Picture
from dreamgen.outputs.moving.y4m import Y4m
from dreamgen.outputs.stills.avif import Avif
from dreamgen.outputs.stills.compare import Compare
from dreamgen.outputs.stills.jpeg import Jpeg
from dreamgen.outputs.stills.png import Png
from dreamgen.recipe.composing import compose
from dreamgen.recipe.schema import Recipe
from dreamgen.render.job import Job
from dreamgen.render.saving.destination import Destination, check_writable
from dreamgen.render.saving.save import check_result, find_output, save, usual_suffix


def test_the_suffix_chooses_in_either_case_and_the_recipe_overrides(registry, tmp_path):
    assert isinstance(find_output(Recipe(), tmp_path / "x.JPG", registry), Jpeg)
    assert isinstance(find_output(Recipe(), tmp_path / "x.png", registry), Png)
    compare = Recipe(output={"use": "compare", "gap": 0.5})
    found = find_output(compare, tmp_path / "x.png", registry)
    assert isinstance(found, Compare)
    assert found.gap == 0.5


@pytest.mark.parametrize(
    ("output", "name", "moving", "sentence"),
    [
        ({"use": "jpeg"}, "x.png", False, "output jpeg writes .jpg, .jpeg"),
        ({"use": "frames"}, "x.png", True, "output frames writes folders"),
        ({"use": "gif"}, "x.gif", False, "output gif writes moving pictures"),
        ({"use": "png"}, "x.png", True, "output png writes still pictures"),
        ({"use": "pgn"}, "x.png", False, "did you mean png"),
        ({"quality": 3}, "x.png", False, "png: unknown key 'quality'"),
        ({}, "x.xyz", False, "none of .avif"),
        ({}, "x.xyz", True, "a folder's name has none"),
    ],
)
def test_what_cannot_be_written(registry, tmp_path, output, name, moving, sentence):
    with pytest.raises(BadInput, match=sentence):
        find_output(Recipe(output=output, zoom={} if moving else None), tmp_path / name, registry)


def test_what_the_machine_lacks_is_said_before_anything_is_dreamed(registry, tmp_path, monkeypatch):
    from PIL import features

    assert isinstance(find_output(Recipe(), tmp_path / "x.avif", registry), Avif)
    monkeypatch.setattr(features, "check", lambda feature: False)
    with pytest.raises(BadInput, match="without AVIF"):
        find_output(Recipe(), tmp_path / "x.avif", registry)


def test_the_usual_suffix_is_that_of_the_output_named(registry):
    assert usual_suffix(Recipe(output={"use": "slider"}), registry, ".png") == ".html"
    assert usual_suffix(Recipe(output={"quality": 5}), registry, ".png") == ".png"


def test_places_that_cannot_be_written_are_found_out_without_a_trace(tmp_path):
    for path, sentence in {
        tmp_path: "is a folder",
        tmp_path / "no" / "x.png": "there is no folder",
        tmp_path / ("x" * 300): "File name too long",
    }.items():
        with pytest.raises(BadInput, match=sentence):
            check_writable(path)
    check_writable(tmp_path / "x.png")
    assert list(tmp_path.iterdir()) == []


def test_dots_an_inch_go_to_outputs_that_hold_them(registry):
    recipe = compose([("--dpi", {"dpi": 72})])
    assert find_output(recipe, Path("x.png"), registry).dpi == 72
    assert find_output(recipe, Path("x.tif"), registry).dpi == 72
    own = compose([("--dpi", {"dpi": 72}), ("--set", {"output": {"dpi": 96}})])
    assert find_output(own, Path("x.jpg"), registry).dpi == 96
    with pytest.warns(InputWarning, match="--dpi: output webp holds no dots an inch"):
        find_output(recipe, Path("x.webp"), registry)


@pytest.mark.parametrize("has_older", [False, True])
def test_what_has_no_end_grows_where_it_can_be_found(frame, tmp_path, has_older):
    """At its place, or beside an older file, which stays until the end."""
    path, beside = tmp_path / "a.y4m", tmp_path / "a-unfinished.y4m"
    if has_older:
        path.write_bytes(b"older")
    seen = []

    def frames():
        for _ in range(2):
            yield frame()
            seen.append((beside if has_older else path).stat().st_size)

    place = Destination(path, overwrite=has_older, older=has_older)
    assert save(frames(), place, Y4m(), "", grows=True) == path
    assert 0 < seen[0] < path.stat().st_size
    assert list(tmp_path.iterdir()) == [path]


def test_what_grows_stays_as_far_as_it_came(frame, tmp_path):
    path = tmp_path / "a.y4m"

    def frames(count):
        yield from [frame()] * count
        raise OSError(28, "No space left on device")

    for count, left in ((0, []), (2, [path])):
        with pytest.raises(DreamError, match=r"a\.y4m cannot be written: No space left"):
            save(frames(count), Destination(path), Y4m(), "", grows=True)
        assert list(tmp_path.iterdir()) == left


@pytest.mark.parametrize(
    ("name", "output", "is_kept"),
    [
        ("a.png", {}, True),
        ("a.jpg", {}, False),
        ("a.html", {}, False),
        ("a.gif", {}, False),
        ("a.webp", {}, True),
    ],
)
def test_a_still_says_once_that_transparency_is_dropped(registry, tmp_path, name, output, is_kept):
    _check_said(registry, tmp_path / name, Recipe(output=output), is_kept)


@pytest.mark.parametrize(
    ("name", "output", "is_kept"),
    [
        ("a.mp4", {}, False),
        ("a.webm", {}, False),
        ("a.gif", {}, False),
        ("a.webp", {}, True),
        ("a.apng", {}, True),
        ("a.mov", {}, False),
        ("a.mov", {"use": "mov", "codec": "prores-4444"}, True),
        ("a.mov", {"use": "mov", "codec": "lossless"}, True),
    ],
)
def test_a_film_says_once_that_transparency_is_dropped(registry, tmp_path, name, output, is_kept):
    pytest.importorskip("av")
    _check_said(registry, tmp_path / name, Recipe(output=output, film={}), is_kept)


def _check_said(registry, path, recipe, is_kept):
    output = find_output(recipe, path, registry)
    picture = Picture(torch.ones(3, 8, 8), torch.full((1, 8, 8), 0.5))
    job = Job(recipe, picture, None, [], None, [], None, {})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        check_result(output, path, job)
        check_result(output, path, replace(job, picture=Picture(picture.pixels)))
    said = [] if is_kept else [f"{path.name} holds no transparency: what is clear is white"]
    assert [str(each.message) for each in caught] == said
