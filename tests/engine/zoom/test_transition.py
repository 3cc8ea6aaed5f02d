"""The objectives over the time of a zoom: their weights, and what they do to a picture."""

from __future__ import annotations

import random

import pytest
import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Scoring
from dreamgen.engine.zoom.dreamer import Dreamer
from dreamgen.engine.zoom.transition import crossfade, mix_objectives
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels

FIRST, SECOND, THIRD = (
    [(1.0, LayerEnergy(layer=2))],
    [(2.0, Channel(channel=3, layer=4)), (1.0, Channel(channel=1, layer=4))],
    [(1.0, LayerEnergy(layer=5))],
)
ALL = [FIRST, SECOND, THIRD]


@pytest.fixture(scope="module")
def network():
    return Network(Bestiary().load(None), torch.device("cpu"), torch.float32, "bestiary")


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (-1.0, [(1.0, FIRST)]),
        (0.0, [(1.0, FIRST)]),
        (0.125, [(1 - 0.15625, FIRST), (0.15625, SECOND)]),  # 3 / 16 - 2 / 64
        (0.25, [(0.5, FIRST), (0.5, SECOND)]),
        (0.5, [(1.0, SECOND)]),
        (0.75, [(0.5, SECOND), (0.5, THIRD)]),
        (1.0, [(1.0, THIRD)]),
        (2.0, [(1.0, THIRD)]),
    ],
)
def test_each_objective_fades_into_the_next(progress, expected):
    found = crossfade(ALL, progress)
    assert [objective for _, objective in found] == [objective for _, objective in expected]
    assert [weight for weight, _ in found] == pytest.approx([weight for weight, _ in expected])


def test_a_single_objective_stays():
    assert crossfade([FIRST], 0.7) == [(1.0, FIRST)]


def gradient_of(network, terms, picture):
    x = picture[None].clone().requires_grad_(True)
    scoring = Scoring(network, terms, None, 1.0, random.Random(0))
    score = scoring.score(
        dict(zip(scoring.layers, network.activations(x, scoring.layers), strict=True))
    )
    (gradient,) = torch.autograd.grad(score, x)
    return gradient


@pytest.mark.parametrize("progress", [0.125, 0.25, 0.4])
def test_both_pull_in_the_ratio_of_their_weights(network, progress):
    """However loud an objective is, its gradient's mean magnitude is its weight in the crossfade."""
    picture = torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(1))
    loud = [[(1000.0, FIRST[0][1])], SECOND, THIRD]
    terms = mix_objectives(crossfade(loud, progress), network, None, picture)
    weights = [weight for weight, _ in crossfade(loud, progress)]
    parts = [terms[:1], terms[1:]]
    pulls = [float(gradient_of(network, part, picture).abs().mean()) for part in parts]
    assert pulls == pytest.approx(weights, rel=1e-3)
    assert terms[1][0] / terms[2][0] == pytest.approx(2), "an objective's own weights are kept"


def test_alone_an_objective_is_not_rescaled(network):
    picture = torch.rand(3, 64, 64)
    assert mix_objectives(crossfade(ALL, 0.5), network, None, picture) == SECOND


def test_a_dream_follows_the_objective_of_its_moment(network):
    """At the ends the dream is that of the objective there alone; half way it is neither."""
    picture = Picture(torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(1)))

    def dream(transition, progress):
        ascent = Ascent(
            regularisers=[],
            parameterisation=Pixels(),
            optimiser=Normalised(),
            octaves=lambda size: plan_octaves(size, 1, 1.4, 2, 1.0),
            step_size=1.0,
            device=torch.device("cpu"),
        )
        dreamer = Dreamer(
            network, ascent, crossfade(transition, progress), None, 0, lambda event: None
        )
        return dreamer.dream(picture, 1)

    first, last = dream([FIRST], 0.0), dream([THIRD], 0.0)
    assert torch.equal(dream([FIRST, THIRD], 0.0), first)
    assert torch.equal(dream([FIRST, THIRD], 1.0), last)
    half = dream([FIRST, THIRD], 0.5)
    between = [float((half - end).abs().mean()) for end in (first, last)]
    assert max(between) < float((first - last).abs().mean())
    assert min(between) > 0.001
