"""The frames of a film as pictures: transparent ones all alike, and what stands still read once."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from dreamgen.errors import InputWarning
from dreamgen.loaders.films import transparency
from dreamgen.loaders.raster.loader import Raster
from dreamgen.recipe.composing import compose
from dreamgen.render.inputs.footage import open_footage


def noise(seed, opacity=None):
    levels = np.random.default_rng(seed).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    image = Image.fromarray(levels)
    if opacity is not None:
        image.putalpha(opacity)
    return image


@pytest.fixture
def open_frames(tmp_path, registry):
    def open_frames(images, **keys):
        for number, image in enumerate(images):
            image.save(tmp_path / f"{number}.png")
        recipe = compose([("test", {"input": str(tmp_path), "film": {}, "size": 64, **keys})])
        return open_footage(recipe, registry, even=False)

    return open_frames


def test_a_film_that_becomes_transparent_has_opacity_from_the_start(open_frames):
    footage = open_frames([noise(0), noise(1, 255), noise(2, 90)])
    opacities = [picture.alpha for picture in footage.play()]
    assert [float(alpha.mean()) for alpha in opacities] == pytest.approx([1, 1, 90 / 255])


def test_an_opaque_film_has_none_though_its_format_holds_it(open_frames):
    footage = open_frames([noise(0, 255), noise(1, 255)])
    assert [picture.alpha for picture in footage.play()] == [None, None]


def test_a_frame_that_was_not_looked_at_is_laid_on_white_and_said(open_frames, monkeypatch):
    monkeypatch.setattr(transparency, "LOOKED_AT", 2)
    footage = open_frames([noise(0), noise(1, 0), noise(2)])
    with pytest.warns(InputWarning, match="a few frames are transparent; they are laid on white"):
        pictures = list(footage.play())
    assert all(picture.alpha is None for picture in pictures)
    assert float(pictures[1].pixels.min()) == 1


def test_what_stands_still_is_looked_at_once(open_frames, monkeypatch):
    loaded = []
    load = Raster.picture_of

    def count(self, *given):
        loaded.append(load(self, *given))
        return loaded[-1]

    monkeypatch.setattr(Raster, "picture_of", count)
    footage = open_frames([noise(seed) for seed in (0, 0, 1, 1, 1, 0)])
    pictures = list(footage.play())
    assert len(loaded) == 3
    assert [next(k for k, own in enumerate(loaded) if own is one) for one in pictures] == [
        *(0, 0, 1, 1, 1, 2)
    ]


def test_words_are_looked_for_again_where_they_were_not(open_frames, monkeypatch):
    looked = []
    load = Raster.picture_of
    monkeypatch.setattr(
        Raster, "picture_of", lambda self, *given: looked.append(self.protect) or load(self, *given)
    )
    list(open_frames([noise(0)] * 4).play(is_plain=lambda number: number < 2))
    assert looked == ["none", "text"]


def test_a_frame_that_shows_nothing_ends_no_film(open_frames):
    nothing, something = open_frames([noise(0, 0), noise(1, 200)]).play()
    assert not nothing.alpha.any()
    assert not nothing.freedom().any()
    assert something.alpha.all()
