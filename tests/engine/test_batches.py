"""Batches against single pictures, and averaged views against a plain loop."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.backbones.tiling.costs import ENGINE
from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.gradient_ascent import Subject, ascend, dream
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Group, Part, Scoring
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.objectives.patchwork import Patchwork
from dreamgen.optimisers.adam import Adam
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.fourier import Fourier
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.jitter import Jitter
from dreamgen.regularisers.laplacian import Laplacian
from dreamgen.regularisers.tv import TotalVariation

REGULARISERS = [Jitter(pixels=6), Blur(), Laplacian(bands=2), Chroma(), TotalVariation(weight=0.1)]
SIZE = (56, 72)


@pytest.fixture(scope="module")
def network():
    return Network(Bestiary().load(None), torch.device("cpu"), torch.float32, "bestiary")


def make_ascent(regularisers=(), views=1, **parts):
    parts = {"parameterisation": Pixels(), "optimiser": Normalised(), **parts}
    return Ascent(
        regularisers=regularisers,
        octaves=lambda size: plan_octaves(size, 2, 1.15, 2, 1.0),
        step_size=1.0,
        device=torch.device("cpu"),
        views=views,
        **parts,
    )


def make_subjects(network, size=SIZE):
    """Three pictures, each with an objective, a layer, random views and a mask of its own."""
    generator = torch.Generator().manual_seed(1)
    pixels = torch.rand(3, 3, *size, generator=generator)
    mask = torch.zeros(1, *size)
    mask[:, 10:40, 20:60] = 1
    pictures = [Picture(pixels[0]), Picture(pixels[1] * 0.2, mask=mask), Picture(pixels[2])]
    parts = [(LayerEnergy(), 4), (Patchwork(patches=3), 2), (Channel(channel=5), 6)]
    starts = [None, None, pixels[2].flip(2)]
    return [
        Subject(
            picture,
            Scoring(network, [(1.0, objective)], layer, size[1] / size[0], random.Random(seed)),
            random.Random(seed),
            start,
        )
        for seed, (picture, (objective, layer), start) in enumerate(
            zip(pictures, parts, starts, strict=True)
        )
    ]


@pytest.mark.parametrize(
    "parts", [{}, {"parameterisation": Fourier(), "optimiser": Adam()}, {"views": 2}]
)
def test_each_picture_of_a_batch_is_dreamed_as_if_alone(network, parts):
    ascent = make_ascent(REGULARISERS, **parts)
    together = dream(network, make_subjects(network), ascent)
    alone = [dream(network, [subject], ascent) for subject in make_subjects(network)]
    assert together.shape == (3, 3, *SIZE)
    apart = (together - torch.cat(alone)).abs()
    # The ascent amplifies rounding.
    assert float(apart.mean()) < 1e-4
    assert float(apart.max()) < 5e-3
    sources = torch.stack([subject.picture.pixels for subject in make_subjects(network)])
    assert ((together - sources).abs().mean((1, 2, 3)) > 1e-4).all(), "none may stand still"


def test_every_step_tells_of_every_picture(network):
    heard = []
    dreamed = dream(network, make_subjects(network), make_ascent(), heard.append)
    assert [(step.octave, step.step) for step in heard] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert heard[0].objective.shape == (3,)
    assert heard[0].pixels.shape[:2] == (3, 3)
    assert torch.equal(heard[-1].pixels, dreamed)


def list_passes(network, ascent, budget=None, size=SIZE):
    """Return how many pictures go through the network in each forward pass of an ascent."""
    subjects, counts = make_subjects(network, size), []
    layers = list(dict.fromkeys(layer for one in subjects for layer in one.scoring.layers))
    with network.hook(layers, budget) as forward:

        class Counting(MemoryBudget):
            def __call__(self, pictures):
                counts.append(len(pictures))
                return super().__call__(pictures)

        for _ in ascend(subjects, ascent, Counting(**vars(forward))):
            pass
    return counts


def test_small_views_of_all_pictures_share_a_forward_pass(network):
    assert list_passes(network, make_ascent(views=3)) == [9] * 4


def test_large_views_go_through_round_by_round(network):
    # Three pictures of 98 x 126 are 37,000 pixels: a second round is more than a CPU does well.
    ascent = replace(make_ascent(views=3), octaves=lambda size: plan_octaves(size, 1, 2, 1, 1))
    assert list_passes(network, ascent, size=(98, 126)) == [3] * 3


def test_views_that_would_exceed_the_memory_go_through_round_by_round(network):
    layers = [subject.scoring.layers[0] for subject in make_subjects(network)]
    with network.hook(layers) as forward:
        forward.find_tiling(64, 64)
        cost = forward._bytes_per_pixel() + ENGINE
    budget = int(1.5 * 3 * SIZE[0] * SIZE[1] * cost)  # for one round, not for two
    assert list_passes(network, make_ascent(views=3), budget)[-3:] == [3] * 3


def test_batched_views_give_what_single_ones_give(network, monkeypatch):
    ascent = make_ascent(REGULARISERS, views=4)
    together = dream(network, make_subjects(network), ascent)
    monkeypatch.setattr("dreamgen.engine.gradient.whole._AT_ONCE", {"cpu": 0})
    apart = (together - dream(network, make_subjects(network), ascent)).abs()
    assert float(apart.mean()) < 1e-4
    assert float(apart.max()) < 5e-3


def test_views_of_different_sizes_have_forward_passes_of_their_own(network):
    class Crop(Regulariser):
        """Cut the picture to one of two widths at random."""

        def view(self, picture, rng):
            return picture[..., : rng.choice([40, 52])]

    subjects = make_subjects(network)
    together = dream(network, subjects, make_ascent([Crop()]))
    alone = [dream(network, [one], make_ascent([Crop()])) for one in make_subjects(network)]
    torch.testing.assert_close(together, torch.cat(alone), atol=5e-3, rtol=0)


def test_pictures_of_different_sizes_are_no_batch(network):
    small = Picture(torch.rand(3, 48, 48))
    subjects = make_subjects(network)
    odd = Subject(small, subjects[0].scoring, random.Random(0))
    with pytest.raises(ValueError, match="must be of one size"):
        dream(network, [subjects[0], odd], make_ascent())


def test_views_are_averaged_as_in_a_plain_loop():
    """Four shifted views a step, against rolled pictures and one sum, written out here."""
    pattern = torch.sin(torch.arange(3 * 50 * 60).view(1, 3, 50, 60) * 0.37)
    picture = torch.rand(1, 3, 50, 60, generator=torch.Generator().manual_seed(2))

    def score(maps):
        return ((maps[0] + 0.1) * pattern).pow(3).mean()

    groups = [Group(None, [Part(1.0, "Pattern", ["input"], score)])]
    scoring = SimpleNamespace(layers=["input"], groups=groups)

    ascent = Ascent(
        regularisers=[Jitter(pixels=9)],
        parameterisation=Pixels(),
        optimiser=Normalised(size=0.01, clip=100, final=1.0),
        octaves=lambda size: plan_octaves(size, 1, 1.4, 3, 1.0),
        step_size=1.0,
        device=torch.device("cpu"),
        views=4,
    )
    steps = ascend([Subject(Picture(picture[0]), scoring, random.Random(7))], ascent, lambda x: [x])
    yielded = list(steps)

    rng, x, objectives = random.Random(7), picture.clone(), []
    for _ in range(3):
        x.requires_grad_(True)
        rolls = [(rng.randint(-9, 9), rng.randint(-9, 9)) for _ in range(4)]
        views = [torch.roll(x, roll, (2, 3)) for roll in rolls]
        mean = sum(score([view]) for view in views) / 4
        mean.backward()
        objectives.append(mean.item())
        x = (x.detach() + 0.01 * x.grad / x.grad.abs().mean()).clamp(0, 1)
    torch.testing.assert_close(yielded[-1].pixels, x)
    assert [float(step.objective) for step in yielded] == pytest.approx(objectives, rel=1e-5)
