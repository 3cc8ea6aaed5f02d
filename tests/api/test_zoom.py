"""Zooms from Python."""

from __future__ import annotations

import base64
import io
import re
from itertools import islice

import numpy as np
import pytest
import torch
from PIL import Image

import dreamgen

TINY = {"size": 64, "steps": 2, "octaves": {"count": 1}}


@pytest.fixture(scope="module")
def film():
    return dreamgen.zoom("noise", **TINY, seconds=1, fps=5, motion="zoom(3) + rotate(20)")


def test_a_film_yields_its_frames_and_dreams_once(film):
    heard = []
    object.__setattr__(film, "_listener", heard.append)
    first = [frame.pixels for frame in film]
    steps = sum(hasattr(event, "step") for event in heard)
    again = [frame.pixels for frame in film]
    assert len(film) == len(first) == 5
    assert first[0].shape == (3, 64, 64)
    assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))
    assert sum(hasattr(event, "step") for event in heard) == steps > 0


def test_a_film_shows_itself_in_a_notebook(film):
    data = re.search(r'<img src="data:image/webp;base64,(.*?)"', film._repr_html_())[1]
    assert "input = &quot;noise&quot;" in film._repr_html_()
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert (image.n_frames, image.size) == (5, (64, 64))


def test_a_film_is_saved(film, tmp_path):
    path = film.save(tmp_path / "a.gif")
    with Image.open(path) as image:
        assert image.n_frames == 5
    assert [item.name for item in tmp_path.iterdir()] == ["a.gif"]
    with pytest.raises(dreamgen.BadInput, match=r"'\.png' is none of"):
        film.save(tmp_path / "a.png")


def test_arrays_have_even_sides():
    odd = dreamgen.zoom(np.random.rand(51, 65, 3), size=65, steps=0, octaves={"count": 1}, fps=1)
    assert next(iter(odd)).pixels.shape == (3, 50, 64)


def test_a_draft_predicts_the_final():
    recipe = {"size": 192, "steps": 6, "fps": 1, "seconds": 3, "motion": "zoom(1.6)"}
    final = [frame.pixels for frame in dreamgen.zoom("noise", **recipe)]
    draft = [frame.pixels for frame in dreamgen.zoom("noise", **recipe, draft=True)]
    assert draft[0].shape == (3, 96, 96)
    for small, large in zip(draft, final, strict=True):
        shrunk = torch.nn.functional.avg_pool2d(large[None], 4)[0].flatten()
        small = torch.nn.functional.avg_pool2d(small[None], 2)[0].flatten()
        assert np.corrcoef(shrunk, small)[0, 1] > 0.5


def test_unknown_keys_are_named():
    with pytest.raises(dreamgen.BadInput, match="did you mean seconds"):
        dreamgen.zoom("noise", zoom={"secnds": 3})


def test_a_film_leaves_no_folder_and_no_warning():
    import gc
    import warnings

    film = dreamgen.zoom("noise", **TINY, seconds=1, fps=1)
    work = film._work.path
    assert work.is_dir()
    assert repr(film).startswith("Film(1 frames, 64x64, input 'noise', objective ")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        del film
        gc.collect()
    assert not work.exists()


def test_what_would_do_for_a_loop_is_said_and_does():
    words = {**TINY, "seconds": 2, "fps": 2, "loop": True}
    with pytest.raises(dreamgen.BadInput, match=r"1\.6 times at least: zoom\(1\.27\) would do"):
        dreamgen.zoom("noise", **words, motion="zoom(1.2)")
    assert len(dreamgen.zoom("noise", **words, motion="zoom(1.27)")) == 4


def test_an_endless_film_has_no_length():
    film = dreamgen.zoom("noise", **TINY, endless=True, seconds=0.5, fps=4, transition=["layer(1)"])
    frames = list(islice(film, 7))
    assert [frame.index for frame in frames] == list(range(7))
    assert frames[6].pixels.shape == (3, 64, 64)
    assert "Film(endless, 64x64" in repr(film)
    with pytest.raises(TypeError, match="an endless zoom has no length"):
        len(film)


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({}, "zoom.gif", "output gif holds all frames until the end"),
        ({}, "zoom.webp", "output animated-webp holds all frames until the end"),
        ({"loop": True}, "zoom", "a loop has no end already"),
        ({"motion": "zoom(0.5)"}, "zoom", "zoom.motion: an endless zoom goes in"),
    ],
)
def test_what_no_endless_zoom_can_be_is_said(given, name, said, tmp_path):
    with pytest.raises(dreamgen.BadInput, match=said):
        dreamgen.zoom("noise", **TINY, endless=True, **given).save(tmp_path / name)
