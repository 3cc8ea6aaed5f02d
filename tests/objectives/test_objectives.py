"""Objectives against numpy, on activations made here."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from dreamgen.errors import BadInput
from dreamgen.objectives.base import Activations, Target
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.objectives.neuron import Neuron
from dreamgen.objectives.patchwork import (
    Patchwork,
    find_live_channels,
    make_soft_regions,
    scatter_points,
)

ACTIVATION = torch.randn(1, 6, 5, 8, generator=torch.Generator().manual_seed(1))


def unasked(*_):
    raise AssertionError("no classifier is needed here")


def target(deviation=None, layer="layer2", seed=5):
    deviation = torch.ones(6) if deviation is None else deviation
    mean = torch.arange(6.0) / 10
    return Target(layer, 6, 1.6, random.Random(seed), lambda: (mean, deviation), unasked, unasked)


def value(objective):
    return float(objective.bind([target()])(Activations([ACTIVATION])))


def test_layer_is_half_the_mean_square():
    assert value(LayerEnergy()) == pytest.approx((ACTIVATION.numpy() ** 2).mean() / 2)


def test_channel_is_the_mean_of_one_channel():
    assert value(Channel(channel=4)) == pytest.approx(ACTIVATION.numpy()[0, 4].mean())


@pytest.mark.parametrize(
    ("x", "y", "row", "column"), [(0.5, 0.5, 2, 4), (0, 0, 0, 0), (1, 1, 4, 7), (0.99, 0.3, 1, 7)]
)
def test_neuron_is_one_place_of_one_channel(x, y, row, column):
    assert value(Neuron(channel=2, x=x, y=y)) == pytest.approx(float(ACTIVATION[0, 2, row, column]))


@pytest.mark.parametrize("kind", [Channel, Neuron])
def test_channels_out_of_range_are_refused(kind):
    with pytest.raises(
        BadInput, match="channel 6 is out of range: layer layer2 has channels 0 to 5"
    ):
        kind(channel=6).bind([target()])
    with pytest.raises(BadInput):
        Patchwork(channels=[0, 6]).bind([target()])
    for channels in ([], [-1]):
        with pytest.raises(ValidationError):
            Patchwork(channels=channels)


def test_patchwork_of_one_patch_is_that_channel_whitened():
    patchwork = Patchwork(patches=1, channels=[3], ceiling=100)
    expected = ((ACTIVATION.numpy()[0, 3] - 0.3) / 1.05).mean()
    assert value(patchwork) == pytest.approx(expected, rel=1e-5)


def test_patchwork_gives_each_place_the_channel_of_its_nearest_patch():
    """With hard edges the gradient says which channel rules where: compare with nearest places."""
    activation = torch.zeros(1, 6, 24, 38, requires_grad=True)
    score = Patchwork(patches=4, channels=[0, 1, 2, 3], softness=0).bind([target()])
    score(Activations([activation])).backward()
    ruling = activation.grad[0].argmax(0).numpy()
    rng = target().spawn_rng()
    chosen = rng.sample([0, 1, 2, 3], 4)
    places = np.array(scatter_points(4, 1.6, rng))
    y, x = np.mgrid[0:24, 0:38]
    points = np.stack([(x + 0.5) / 38 * 1.6, (y + 0.5) / 24], -1)
    distance = ((points[:, :, None] - places) ** 2).sum(-1)
    clear = np.sort(distance, -1)
    sure = clear[..., 1] - clear[..., 0] > 0.05
    expected = np.array(chosen)[distance.argmin(-1)]
    assert (ruling[sure] == expected[sure]).mean() > 0.99


def test_regions_add_up_to_one_everywhere_and_follow_the_aspect():
    regions = make_soft_regions(scatter_points(9, 2.5, random.Random(0)), 2.5, 0.35)
    assert regions.shape == (1, 9, 19, 48)
    torch.testing.assert_close(regions.sum(1), torch.ones(1, 19, 48))


def test_scattered_places_lie_inside_and_apart():
    places = np.array(scatter_points(30, 1.5, random.Random(0)))
    assert (places >= 0).all()
    assert (places <= [1.5, 1]).all()
    gaps = np.linalg.norm(places[:, None] - places[None], axis=-1) + np.eye(30) * 9
    assert gaps.min() > 0.25 * np.sqrt(1.5 / 30)


def test_dead_channels_are_left_out():
    assert find_live_channels(torch.tensor([1.0, 0.0, 2.0, 1e-4, 1.5])) == [0, 2, 4]
    assert find_live_channels(torch.zeros(3)) == [0, 1, 2]


def test_the_same_seed_chooses_the_same_patches():
    assert value(Patchwork(patches=4)) == value(Patchwork(patches=4))


def draw_patches(layer, seed=5):
    """Return which channel of 40 rules at each place, of 6 patches on a layer."""
    statistics = torch.zeros(40), torch.ones(40)
    one = Target(layer, 40, 1.6, random.Random(seed), lambda: statistics, unasked, unasked)
    activation = torch.zeros(1, 40, 24, 38, requires_grad=True)
    Patchwork(patches=6, softness=0).bind([one])(Activations([activation])).backward()
    return activation.grad[0].argmax(0)


def test_layers_of_equal_width_draw_different_patches():
    first, second = draw_patches("stages.0.blocks.0"), draw_patches("stages.0.blocks.1")
    assert set(first.flatten().tolist()) != set(second.flatten().tolist())
    assert (first == second).float().mean() < 0.5
    assert torch.equal(first, draw_patches("stages.0.blocks.0"))
    assert not torch.equal(first, draw_patches("stages.0.blocks.0", seed=6))


def test_two_patchworks_on_one_layer_draw_different_patches():
    rng = random.Random(5)
    statistics = torch.zeros(40), torch.ones(40)
    one = Target("layer2", 40, 1.0, rng, lambda: statistics, unasked, unasked)
    activation = torch.randn(1, 40, 9, 9)
    seen = Activations([activation])
    first, second = (float(Patchwork(patches=6).bind([one])(seen)) for _ in range(2))
    assert first != second
