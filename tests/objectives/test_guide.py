"""Guides: who gets which form, and what is scored, against numpy."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from dreamgen.imaging.picture import Picture
from dreamgen.objectives.base import Target
from dreamgen.objectives.guide import SOME, Guide, assign_forms
from dreamgen.recipe.values import Size

MEAN, DEVIATION = torch.linspace(-1, 1, 6), torch.linspace(0.5, 2, 6)


def made(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def target(seen, seed=5, layer="layer2"):
    """A layer that sees ``seen`` in whatever picture it is shown."""
    return Target(
        layer=layer,
        channels=6,
        aspect=1.0,
        rng=random.Random(seed),
        statistics=lambda: (MEAN, DEVIATION),
        classifier=lambda: pytest.fail("no classifier is needed here"),
        activate=lambda picture: seen,
    )


def score(guide, seen, activation, alpha=None, seed=5):
    guide = guide.with_pictures(lambda name, size: Picture(made(3, 8, 8), alpha))
    return float(guide.bind([target(seen, seed)])([activation]))


def whitened(x):
    spread = DEVIATION + 0.05 * DEVIATION.mean()
    return (x.numpy()[0] - MEAN.numpy()[:, None, None]) / spread.numpy()[:, None, None]


def test_the_picture_is_read_by_its_name_at_the_size_asked_for():
    asked = []
    Guide(picture="leaves.jpg", size=64).with_pictures(lambda *words: asked.append(words))
    assert asked == [("leaves.jpg", Size(64))]


def test_each_place_gets_the_form_that_it_is_a_louder_copy_of():
    forms = F.normalize(made(16, 30), dim=0)
    order = random.Random(1).sample(range(30), 30)
    seen = (forms[:, order] * (1 + made(30, seed=2).abs())).view(1, 16, 5, 6)
    assert assign_forms(seen, forms).flatten().tolist() == order


def test_a_form_that_all_places_resemble_does_not_take_them_all():
    forms = F.normalize(made(32, 8), dim=0)
    seen = (made(1, 32, 20, 20, seed=1) + 6 * forms[:, 0].view(1, -1, 1, 1)).contiguous()
    greedy = F.normalize(seen.flatten(2)[0], dim=0).T @ forms
    assert (greedy.argmax(1) == 0).float().mean() > 0.95
    shares = torch.bincount(assign_forms(seen, forms).flatten(), minlength=8) / 400
    assert shares.min() > 0.06, "an even share is 0.125"
    assert shares.max() < 0.25


def test_the_score_is_how_far_each_place_goes_along_its_form():
    """A guide of a single place leaves no choice, so plain numpy can say what it must be."""
    seen, activation = made(1, 6, 1, 1), made(1, 6, 4, 5, seed=3)
    form = whitened(seen)[:, 0, 0]
    expected = np.einsum("chw,c->hw", whitened(activation), form / np.linalg.norm(form)).mean()
    assert score(Guide(picture="x"), seen, activation) == pytest.approx(expected, rel=1e-4)


def test_in_the_same_position_each_place_has_its_own_form():
    seen, activation = made(1, 6, 4, 5), made(1, 6, 4, 5, seed=3)
    forms = whitened(seen)
    forms /= np.linalg.norm(forms, axis=0)
    expected = (whitened(activation) * forms).sum(0).mean()
    found = score(Guide(picture="x", places="same"), seen, activation)
    assert found == pytest.approx(expected, rel=1e-4)


def test_what_a_guide_hides_is_no_form_of_it():
    """All but one place of it is transparent, so that numpy can say again what it must be."""
    seen, activation = made(1, 6, 2, 2), made(1, 6, 4, 5, seed=3)
    alpha = torch.zeros(1, 8, 8)
    alpha[:, 4:, :4] = 1
    form = whitened(seen)[:, 1, 0]
    form /= np.linalg.norm(form)
    expected = np.einsum("chw,c->hw", whitened(activation), form).mean()
    assert score(Guide(picture="x"), seen, activation, alpha) == pytest.approx(expected, rel=1e-4)


def test_a_picture_of_very_many_places_is_shared_out_as_a_small_one_is():
    forms = F.normalize(made(8, 5), dim=0)
    small = made(1, 8, 64, 64, seed=4)
    assert small[0, 0].numel() == SOME
    large = small.repeat_interleave(2, 3)
    assert torch.equal(assign_forms(large, forms)[:, ::2], assign_forms(small, forms))


def test_of_a_large_guide_some_places_stand_for_all_and_the_seed_says_which():
    seen, activation = made(1, 6, 50, 50), made(1, 6, 4, 5, seed=3)
    first, again, other = (
        score(Guide(picture="x"), seen, activation, seed=seed) for seed in (1, 1, 2)
    )
    assert first == again != other
