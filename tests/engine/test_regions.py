"""Regions: outside its own an objective moves nothing, and a region moves with the view."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient.average import average_gradient
from dreamgen.engine.gradient.views import draw_view
from dreamgen.engine.gradient_ascent import dream
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.regions import hold_outside, unite_regions
from dreamgen.engine.scoring import Scoring
from dreamgen.engine.work_plan import plan_whole
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.caricature import Caricature
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.objectives.stay import Stay
from dreamgen.optimisers.adam import Adam
from dreamgen.parameterisations.fourier import Fourier
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.affine import Affine
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.jitter import Jitter

SIZE = (56, 72)
PIXELS = torch.rand(3, *SIZE, generator=torch.Generator().manual_seed(1))


@pytest.fixture(scope="module")
def network():
    return Network(Bestiary().load(None), torch.device("cpu"), torch.float32, "bestiary")


def left(share):
    region = torch.zeros(1, *SIZE)
    region[..., : round(share * SIZE[1])] = 1
    return region


def only(objective, region, where="a.png"):
    return objective.model_copy(update={"where": where}).with_region(region)


def make_subject(network, terms, seed=0):
    rng = random.Random(seed)
    scoring = Scoring(network, terms, 3, SIZE[1] / SIZE[0], rng, PIXELS)
    return Subject(Picture(PIXELS), scoring, rng)


def make_ascent(regularisers=(), **parts):
    parts = {"parameterisation": Pixels(), "optimiser": Adam(), **parts}
    return Ascent(
        regularisers=regularisers,
        octaves=lambda size: plan_octaves(size, 1, 1.4, 3, 1.0),
        step_size=1.0,
        device=torch.device("cpu"),
        **parts,
    )


def find_gradient(network, terms, regularisers=()):
    subject = make_subject(network, terms).at_octave(PIXELS, 1, 1)
    with network.hook(subject.scoring.layers) as forward:
        ascent = make_ascent(regularisers)
        work = plan_whole(forward, ascent, SIZE)
        return average_gradient(PIXELS[None], [subject], ascent, work, 0.0)[1][0]


@pytest.mark.parametrize("parts", [{}, {"parameterisation": Fourier()}])
def test_outside_its_region_an_objective_moves_nothing(network, parts):
    terms = [(1.0, only(LayerEnergy(layer=6), left(0.5)))]
    ascent = make_ascent([Jitter(pixels=9), Affine(), Blur()], **parts)
    (dreamed,) = dream(network, [make_subject(network, terms)], ascent)
    assert torch.equal(dreamed[..., 36:], PIXELS[..., 36:])
    assert (dreamed - PIXELS)[..., :30].abs().mean() > 0.001


def test_objectives_of_two_regions_do_not_reach_into_each_other(network):
    """Each half's gradient is what it is if the other half has no objective at all."""
    west, east = left(0.5), 1 - left(0.5)
    first, second = only(LayerEnergy(layer=6), west), only(Channel(layer=4, channel=3), east, "b")
    both = find_gradient(network, [(1.0, first), (2.0, second)])
    alone = find_gradient(network, [(1.0, first)])
    assert not alone[..., 36:].any()
    torch.testing.assert_close(both[..., :36], alone[..., :36])
    other = find_gradient(network, [(2.0, second)])
    torch.testing.assert_close(both[..., 36:], other[..., 36:])


def test_an_objective_without_a_region_is_everywhere_beside_one_that_has(network):
    there = only(Channel(layer=4, channel=3), left(0.5))
    gradient = find_gradient(network, [(1.0, there), (1.0, LayerEnergy())])
    plain = find_gradient(network, [(1.0, LayerEnergy())])
    torch.testing.assert_close(gradient[..., 36:], plain[..., 36:])
    assert (gradient - plain)[..., :36].abs().max() > 0
    assert unite_regions([left(0.5), None]) is None


def test_a_region_of_everything_changes_nothing(network):
    plain = find_gradient(network, [(1.0, LayerEnergy())], [Jitter(pixels=9)])
    whole = only(LayerEnergy(), torch.ones(1, *SIZE))
    torch.testing.assert_close(find_gradient(network, [(1.0, whole)], [Jitter(pixels=9)]), plain)


def test_the_gradient_is_that_of_the_weighted_activations(network):
    """A region of soft values, against the definition: each place and each pixel by its weight."""
    region = torch.linspace(0, 1, SIZE[1]).expand(1, *SIZE).contiguous()
    found = find_gradient(network, [(1.0, only(Channel(layer=3, channel=5), region))])
    x = PIXELS[None].clone().requires_grad_(True)
    (maps,) = network.activations(x, [network.find(3)])
    weights = F.interpolate(region[None], maps.shape[2:], mode="area")
    (maps[:, 5] * weights[0]).mean().backward()
    torch.testing.assert_close(found, x.grad[0] * region)


class Dye(Regulariser):
    """A view that changes colours: a shift and a scale for each channel, and noise."""

    def view(self, picture, rng):
        shade = torch.tensor([rng.uniform(0.5, 2) for _ in range(3)]).view(1, 3, 1, 1)
        generator = torch.Generator().manual_seed(rng.getrandbits(30))
        noise = torch.randn(picture.shape, generator=generator)
        return (rng.random() - picture) * shade + 0.1 * noise


def test_a_region_moves_with_its_view_whatever_the_view_does_to_colours():
    region, shifts = left(0.4)[None], random.Random(5)
    view = draw_view(PIXELS[None], [Jitter(pixels=20), Dye()], random.Random(5), None, region)
    rolls = shifts.randint(-20, 20), shifts.randint(-20, 20)
    torch.testing.assert_close(view.region, torch.roll(region, rolls, (2, 3)), atol=1e-5, rtol=0)


def test_the_source_is_seen_in_the_same_view_and_the_random_numbers_go_on_as_ever():
    regularisers = [Jitter(pixels=20), Affine(), Dye()]
    one, other = random.Random(5), random.Random(5)
    view = draw_view(PIXELS[None], regularisers, one, PIXELS[None], left(0.4)[None])
    plain = draw_view(PIXELS[None], regularisers, other)
    assert torch.equal(view.source, view.picture)
    assert torch.equal(view.picture, plain.picture)
    assert one.random() == other.random()


def test_holding_keeps_values_and_weighs_gradients():
    x = torch.randn(1, 2, 3, 4, requires_grad=True)
    region = torch.rand(1, 1, 3, 4)
    held = hold_outside(x, region)
    torch.testing.assert_close(held, x)
    held.sum().backward()
    torch.testing.assert_close(x.grad, region.expand_as(x))


def test_what_is_compared_with_the_source_is_compared_at_each_octave(network):
    """A picture that is its source has nothing to go back to, at any size and in any view."""
    terms = [(1.0, Stay(layer=2))]
    subject = make_subject(network, terms)
    ascent = make_ascent([Jitter(pixels=9), Affine()])
    (dreamed,) = dream(network, [subject], ascent)
    torch.testing.assert_close(dreamed, PIXELS)


def test_pictures_with_regions_and_sources_are_dreamed_in_a_batch_as_alone(network):
    def subjects():
        half, other = left(0.5), 1 - left(0.3)
        sums = [
            [(1.0, only(LayerEnergy(), half)), (1.0, only(Channel(channel=3), other, "b"))],
            [(1.0, LayerEnergy(layer=5))],
            [(1.0, Caricature(layer=5)), (0.5, Stay(layer=1))],
        ]
        return [make_subject(network, terms, seed) for seed, terms in enumerate(sums)]

    ascent = make_ascent([Jitter(pixels=5)])
    together = dream(network, subjects(), ascent)
    for subject, dreamed in zip(subjects(), together, strict=True):
        (alone,) = dream(network, [subject], ascent)
        assert (dreamed - alone).abs().mean() < 1e-4
        assert (dreamed - PIXELS).abs().mean() > 1e-3


def test_freedom_of_the_picture_and_of_its_regions_are_multiplied():
    mask = torch.rand(1, *SIZE)
    groups = [SimpleNamespace(region=left(0.2)), SimpleNamespace(region=0.5 * left(0.6))]
    scoring = SimpleNamespace(groups=groups)
    free = Subject(Picture(PIXELS, mask=mask), scoring, random.Random(0)).find_freedom()
    expected = mask.clone()
    expected[..., 14:43] *= 0.5
    expected[..., 43:] = 0
    torch.testing.assert_close(free, expected)
