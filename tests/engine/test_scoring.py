"""Scoring against sums written out here."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from dreamgen.engine.scoring import Scoring
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Objective
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy

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
