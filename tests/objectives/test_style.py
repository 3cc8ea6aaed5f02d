"""Textures against plain loops, and styles that a picture already has."""

from __future__ import annotations

import random
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from dreamgen.imaging.picture import Picture
from dreamgen.objectives.base import Activations, Target
from dreamgen.objectives.style import Style
from dreamgen.objectives.textures import fit_transport, measure_gram, measure_transport


def made(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_a_gram_matrix_is_the_weighted_mean_of_products():
    x, weights = made(1, 4, 3, 5), made(1, 1, 3, 5, seed=1).abs()
    total = np.zeros((4, 4))
    for y in range(3):
        for column in range(5):
            place = x[0, :, y, column].numpy()
            total += float(weights[0, 0, y, column]) * np.outer(place, place)
    found = measure_gram(x[0].flatten(1), weights.flatten())
    np.testing.assert_allclose(found, total / float(weights.sum()), rtol=1e-4, atol=1e-6)
    flat = x[0].flatten(1)
    torch.testing.assert_close(measure_gram(flat), measure_gram(flat, torch.ones(15)))


def test_transport_moves_sorted_values_onto_sorted_values():
    found, wanted = made(3, 40), 2 + 3 * made(3, 40, seed=1)
    pairs = zip(np.sort(found.numpy()), np.sort(wanted.numpy()), strict=True)
    expected = np.mean([((a - b) ** 2).mean() / b.var() for a, b in pairs])
    distance = measure_transport(found, wanted, torch.ones(40))
    assert float(distance) == pytest.approx(expected, rel=1e-4)


def test_a_value_that_counts_twice_is_as_two_of_it():
    found, wanted = made(1, 6), made(1, 50, seed=1)
    weights = torch.tensor([2.0, 1, 1, 0, 2, 0])
    doubled = found[:, [0, 0, 1, 2, 4, 4]]
    one = measure_transport(found, wanted, weights)
    many = measure_transport(doubled, wanted, torch.ones(6))
    # The two halves of a value are moved to the middle of both.
    assert float(one) == pytest.approx(float(many), abs=0.1)
    found.requires_grad_(True)
    measure_transport(found, wanted, weights).backward()
    assert (found.grad[0, [3, 5]] == 0).all()
    assert (found.grad[0, [0, 1, 2, 4]] != 0).all()


def test_a_distribution_is_nowhere_from_itself_whatever_its_order():
    x = made(1, 5, 6, 6)
    shuffled = x.flatten(2)[:, :, torch.randperm(36)].view(1, 5, 6, 6)
    measure = fit_transport([x[0].flatten(1)], random.Random(0))
    assert float(measure(shuffled, None)) == pytest.approx(0, abs=1e-6)
    assert float(measure(2 * x, None)) > 0.1


SEEN = [made(1, 4, 5, 5, seed=number) for number in range(3)]
SPREAD = 1.05  # of channels whose deviation is 1


def bind(style, count=1, alpha=None):
    """Bind a style of ``count`` pictures to two layers that see each of them as it is."""

    def unasked(*_):
        raise AssertionError("not needed here")

    pictures = [Picture(torch.full((3, 5, 5), float(number)), alpha) for number in range(count)]
    statistics = torch.zeros(4), torch.ones(4)
    target = Target(
        "a",
        4,
        1.0,
        random.Random(1),
        lambda: statistics,
        unasked,
        lambda picture: SEEN[int(picture.mean())],
    )
    asked = []
    read = SimpleNamespace(folder=lambda name, size: asked.append((name, size.width)) or pictures)
    own = style.with_pictures(read)
    assert asked == [("a.png", 320)]
    assert own.layers() == [1, 2]
    return own.bind([target, target])


def test_the_score_is_the_mean_distance_of_gram_matrices_over_layers():
    found = [made(1, 4, 7, 7, seed=8), made(1, 4, 3, 3, seed=9)]

    def gram(x):
        flat = x.numpy().reshape(4, -1) / SPREAD
        return flat @ flat.T / flat.shape[1]

    wanted = np.mean([gram(x) for x in SEEN[:2]], 0)
    far = [((gram(x) - wanted) ** 2).sum() / (wanted**2).sum() for x in found]
    score = bind(Style(picture="a.png", depths=[1, 2]), count=2)
    assert float(score(Activations(found))) == pytest.approx(-np.mean(far), rel=1e-4)


@pytest.mark.parametrize("match", ["gram", "transport"])
def test_only_places_of_its_region_are_matched(match):
    """Half of the picture has the style; with weights on that half nothing is amiss."""
    half = torch.cat([SEEN[0], 5 * made(1, 4, 5, 5, seed=7)], 3)
    weights = torch.zeros(1, 1, 5, 10)
    weights[..., :5] = 1
    style = Style(picture="a.png", depths=[1, 2], match=match)
    there = bind(style)(Activations([half, half], [weights, weights]))
    everywhere = bind(style)(Activations([half, half]))
    assert float(there) == pytest.approx(0, abs=1e-5)
    assert float(everywhere) < -0.1


@pytest.mark.parametrize("match", ["gram", "transport"])
def test_what_a_style_hides_is_not_matched(match):
    alpha = torch.zeros(1, 5, 5)
    alpha[..., :2] = 1
    shown = SEEN[0][..., :2]
    score = bind(Style(picture="a.png", depths=[1, 2], match=match), alpha=alpha)
    assert float(score(Activations([shown, shown]))) == pytest.approx(0, abs=1e-5)
    assert float(score(Activations([SEEN[0], SEEN[0]]))) < -1e-3
