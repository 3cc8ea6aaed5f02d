"""Every class, drawn: shapes, ranges, chance, and what a figure covers."""

from __future__ import annotations

import pytest
import torch

from dreamgen import BadInput
from dreamgen_bestiary.catalogue import catalogue, choose
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.scene import draw_pictures

SIDE = 48


def test_there_are_a_hundred_classes_and_more():
    names = list(catalogue())
    assert len(names) >= 100
    assert all(name == name.lower() and name.isidentifier() for name in names)
    words = [word for drawing in catalogue().values() for word in drawing.words]
    assert not {word for word in words if words.count(word) > 2}


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_class_draws_within_range_and_varies(name):
    drawing = catalogue()[name]
    sketch = drawing.draw(Brush(2, SIDE, 1, drawing.hues))
    assert sketch.colour.shape == (2, 3, SIDE, SIDE)
    assert torch.isfinite(sketch.colour).all()
    assert (sketch.cover is not None) == drawing.figure
    if sketch.cover is not None:
        assert sketch.cover.shape == (2, SIDE, SIDE)
        assert sketch.cover.min() >= 0
        assert sketch.cover.max() <= 1
        covered = sketch.cover.mean((1, 2))
        assert covered.min() > 0.1, "so small a thing is hardly seen"
        assert covered.max() < 0.97, "its outline is cut off"
    shown = sketch.colour if sketch.cover is None else sketch.colour * sketch.cover[:, None]
    assert shown.std((1, 2, 3)).min() > 0.03, "nothing is to be seen"
    assert (shown[0] - shown[1]).abs().mean() > 0.02, "two pictures of it are the same"


@pytest.mark.parametrize("name", ["owl", "fish_scales", "crab"])
def test_scenes(name):
    made = draw_pictures(catalogue()[name], 6, SIDE, seed=1)
    assert made.shape == (6, 3, SIDE, SIDE)
    assert made.min() >= 0
    assert made.max() <= 1
    assert made.std((1, 2, 3)).min() > 0.03
    apart = [(made[i] - made[j]).abs().mean() for i in range(6) for j in range(i)]
    assert min(apart) > 0.05, "two scenes are the same"


def test_a_seed_is_a_picture():
    drawing = catalogue()["owl"]
    first, same, other = (draw_pictures(drawing, 2, SIDE, seed=seed) for seed in (4, 4, 5))
    assert torch.equal(first, same)
    assert not torch.equal(first, other)


def test_classes_are_chosen_by_name_or_family():
    assert [drawing.name for drawing in choose(["owl"])] == ["owl"]
    assert {drawing.family for drawing in choose(["scales"])} == {"scales"}
    assert len(choose([])) == len(catalogue())
    with pytest.raises(BadInput, match=r"no class or family 'owls' \(did you mean owl\?\)"):
        choose(["owls"])
