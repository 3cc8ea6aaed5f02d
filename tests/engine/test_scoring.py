"""Scoring against sums written out here."""

from __future__ import annotations

import random
from contextlib import contextmanager

import numpy as np
import pytest
import torch

from dreamgen.engine.balance import MOVED
from dreamgen.engine.scoring import Scoring, Seen
from dreamgen.errors import BadInput
from dreamgen.objectives.base import LayerObjective, Objective
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.recipe.weights import Moment, Ramp

CHANNELS = {"block.1": 4, "block.2": 4, "head": 6}


class FakeNetwork:
    """Three layers by name; globs as in a real network."""

    device = torch.device("cpu")

    def find_all(self, address):
        names = [name for name in CHANNELS if name == address or str(address) == name[:5] + ".*"]
        return names or [list(CHANNELS)[address - 1]]

    def channels(self, name):
        return CHANNELS[name]

    def statistics(self, name):
        return torch.zeros(CHANNELS[name]), torch.ones(CHANNELS[name])

    def classifier(self):
        raise BadInput("none")

    def activations(self, picture, layers):
        return [picture * (1 + list(CHANNELS).index(layer)) for layer in layers]


def make_maps():
    generator = torch.Generator().manual_seed(4)
    return {
        name: torch.randn(1, count, 5, 7, generator=generator) for name, count in CHANNELS.items()
    }


def score(terms, layer="head"):
    scoring = Scoring(FakeNetwork(), terms, layer, 1.4, random.Random(0))
    return scoring.layers, float(scoring.score(make_maps()))


def test_terms_are_weighted_and_added():
    maps = make_maps()
    terms = [(2.0, Channel(channel=1, layer="block.1")), (-0.5, LayerEnergy())]
    layers, found = score(terms)
    energy = (maps["head"].numpy() ** 2).mean() / 2
    assert found == pytest.approx(2 * maps["block.1"].numpy()[0, 1].mean() - 0.5 * energy)
    assert layers == ["block.1", "head"]


def test_a_glob_stands_for_the_mean_over_its_layers():
    maps = make_maps()
    layers, found = score([(3.0, Channel(channel=2, layer="block.*"))])
    means = [maps[name].numpy()[0, 2].mean() for name in ("block.1", "block.2")]
    assert found == pytest.approx(3 * np.mean(means), rel=1e-5)
    assert layers == ["block.1", "block.2"]


def test_each_layer_is_hooked_once():
    terms = [(1.0, Channel(channel=0)), (1.0, Channel(channel=1)), (1.0, LayerEnergy(layer=1))]
    assert score(terms)[0] == ["head", "block.1"]


class Product(Objective):
    """The product of two layers' means."""

    second: str = "block.2"

    def layers(self):
        return [None, self.second]

    def bind(self, targets):
        assert [target.layer for target in targets] == ["head", "block.2"]
        seen = targets[1].activate(torch.ones(1, 1, 1, 1))
        return lambda maps: maps[0].mean() * maps[1].mean() * float(seen)


def test_an_objective_of_two_layers_gets_both_in_order():
    maps = make_maps()
    expected = maps["head"].mean() * maps["block.2"].mean() * 2
    assert score([(1.0, Product())])[1] == pytest.approx(float(expected), rel=1e-5)


def test_an_objective_of_two_layers_refuses_a_glob():
    with pytest.raises(BadInput, match=r"'block\.\*' names 2 layers; this objective needs one"):
        score([(1.0, Product(second="block.*"))])


def test_without_any_layer_it_says_what_is_missing():
    with pytest.raises(BadInput, match="layer is missing"):
        score([(1.0, LayerEnergy())], layer=None)


def test_weights_follow_the_ascent_or_the_octave():
    maps = make_maps()
    mean = maps["head"].numpy()[0, 1].mean()
    terms = [(Ramp(0, 4), Channel(channel=1)), (Ramp(1, 3, "octave"), Channel(channel=1))]
    scoring = Scoring(FakeNetwork(), terms, "head", 1.4, random.Random(0))
    for ascent, octave in [(0, 0), (0.25, 0.5), (1, 0)]:
        expected = (4 * ascent + 1 + 2 * octave) * mean
        found = scoring.score(maps, moment=Moment(ascent, octave))
        assert float(found) == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_a_ramp_over_a_glob_is_shared_by_its_layers():
    maps = make_maps()
    terms = [(Ramp(0, 4), Channel(channel=2, layer="block.*"))]
    scoring = Scoring(FakeNetwork(), terms, "head", 1.4, random.Random(0))
    means = [maps[name].numpy()[0, 2].mean() for name in ("block.1", "block.2")]
    found = float(scoring.score(maps, moment=Moment(0.5, 0)))
    assert found == pytest.approx(2 * np.mean(means), rel=1e-5)


class Distance(LayerObjective):
    """How far a layer is from its source, in units of its own."""

    sees_source = True
    is_balanced = True
    unit: float = 1.0

    def bind(self, targets):
        return lambda seen: -self.unit * (seen[0] - seen.source[0]).square().mean()


class IdentityNetwork(FakeNetwork):
    """Each layer is the picture itself."""

    @contextmanager
    def hook(self, layers):
        yield lambda pictures: [pictures for _ in layers]


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_a_balanced_term_pulls_as_hard_as_the_rest_whatever_its_unit(unit):
    """With the gradient of the rest known, its own after a move by it is known too."""
    source = torch.full((3, 20, 30), 0.5)
    terms = [(6.0, Mean(layer="head")), (0.5, Distance(layer="head", unit=unit))]
    scoring = Scoring(IdentityNetwork(), terms, "head", 1.5, random.Random(0), source)
    moved = (source + MOVED)[None].requires_grad_(True)
    part = scoring.parts[1]
    part(Seen({"head": moved}, {"head": source[None]}), Moment()).backward()
    rest = 6.0 / source.numel()
    torch.testing.assert_close(moved.grad, torch.full_like(moved, -0.5 * rest))


def test_a_balanced_term_by_itself_keeps_its_weight():
    terms = [(0.5, Distance(layer="head"))]
    source = torch.zeros(3, 20, 30)
    scoring = Scoring(IdentityNetwork(), terms, "head", 1.5, random.Random(0), source)
    assert scoring.parts[0].weight == 0.5


def test_of_balanced_terms_alone_those_that_move_the_picture_are_the_measure():
    source = torch.full((3, 20, 30), 0.5)
    terms = [(1.0, Distance(layer="head", unit=7)), (6.0, BalancedMean(layer="head"))]
    scoring = Scoring(IdentityNetwork(), terms, "head", 1.5, random.Random(0), source)
    assert scoring.parts[1].weight == 6.0
    moved = (source + MOVED)[None].requires_grad_(True)
    scoring.parts[0](Seen({"head": moved}, {"head": source[None]}), Moment()).backward()
    torch.testing.assert_close(moved.grad, torch.full_like(moved, -6.0 / source.numel()))


class Mean(LayerObjective):
    def score(self, activation):
        return activation.mean()


class BalancedMean(Mean):
    is_balanced = True
