"""Wrapped ascents against rolled ones: no place may tell where the border was."""

from __future__ import annotations

import random
from functools import partial

import pytest
import torch
from torch import nn

from dreamgen.backbones.base import Model
from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient_ascent import dream
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Scoring
from dreamgen.engine.wrapping import AXES, wrap_regularisers
from dreamgen.imaging.noise import pink_noise
from dreamgen.imaging.periodic import X, Y, resize_around
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.laplacian import Laplacian
from dreamgen.regularisers.tv import TotalVariation


@pytest.fixture(scope="module")
def network():
    """One convolution with zeros beyond the border, which a seam would show."""
    kernel = torch.randn(4, 3, 9, 9, generator=torch.Generator().manual_seed(2))
    convolution = nn.Conv2d(3, 4, 9, padding=4, bias=False)
    convolution.weight.data = kernel - kernel.mean((1, 2, 3), keepdim=True)
    model = Model(nn.Sequential(convolution, nn.ReLU()), "made up", (0.0,) * 3, (1.0,) * 3)
    return Network(model, torch.device("cpu"), torch.float32, "edges")


def run(network, pixels, wrap, parts, steps=40):
    ascent = Ascent(
        regularisers=wrap_regularisers(parts, wrap),
        parameterisation=Pixels(),
        optimiser=Normalised(),
        octaves=lambda size: plan_octaves(size, 2, 1.5, steps, 1.0),
        step_size=1.0,
        device=torch.device("cpu"),
        resize=partial(resize_around, dims=AXES[wrap]),
    )
    rng = random.Random(3)
    scoring = Scoring(network, [(1.0, LayerEnergy())], "1", 1.0, rng)
    return dream(network, [Subject(Picture(pixels), scoring, rng)], ascent)


def measure_seam(dreamed, dim):
    """Return the roughness across the border over that of the roughest places inside."""
    rough = (dreamed - dreamed.roll(1, dim)).square().mean((0, 1, 5 - dim)).sqrt()
    return float(rough[0] / rough[1:].quantile(0.95))


PARTS = [Blur(), Chroma(), Laplacian(bands=3), TotalVariation(weight=0.01)]


@pytest.mark.parametrize(("wrap", "dims"), [("x", (X,)), ("y", (Y,)), ("xy", (Y, X))])
def test_the_seam_is_no_rougher_than_other_places(network, wrap, dims):
    dreamed = run(network, pink_noise((96, 72), 1).pixels, wrap, PARTS)
    for dim in dims:
        assert measure_seam(dreamed, dim) < 1.15
    for dim in {X, Y} - set(dims):
        assert measure_seam(dreamed, dim) > 1.5


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_filters_and_penalties_are_the_same_for_rolled_pictures(part):
    _, wrapped = wrap_regularisers([part], "xy")
    noise = torch.randn(1, 3, 64, 96, generator=torch.Generator().manual_seed(4))
    shift = (16, 40)  # multiples of eight, which the pyramid halves to whole pixels
    one = wrapped.gradient(noise, 0.5).roll(shift, (2, 3))
    torch.testing.assert_close(
        wrapped.gradient(noise.roll(shift, (2, 3)), 0.5), one, atol=5e-2, rtol=0
    )
    penalty = wrapped.penalty(noise)
    if penalty is not None:
        # The margin counts twice, so that a mean differs by a little.
        torch.testing.assert_close(
            wrapped.penalty(noise.roll(shift, (2, 3))), penalty, rtol=0.03, atol=0
        )


def test_the_view_is_the_picture_rolled_by_any_distance():
    (first,) = wrap_regularisers([], "xy")
    numbers = torch.arange(48.0).expand(1, 3, 32, 48)
    rng, starts = random.Random(1), set()
    for _ in range(400):
        view = first.view(numbers, rng)
        assert view.shape == (1, 3, 36, 54)
        assert set((view[0, 0, 0].diff() % 48).tolist()) == {1.0}
        starts.add(int(view[0, 0, 0, 0]))
    assert starts == set(range(48))


def test_without_wrapping_nothing_changes():
    assert wrap_regularisers(PARTS, "none") == PARTS
