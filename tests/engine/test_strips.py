"""Dreams worked through by tiles and strips, against the same dreams as a whole."""

from __future__ import annotations

import random
import re
from functools import cache
from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from dreamgen import load_backbone
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.backbones.tiling.tiles import Tiling
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient_ascent import ascend
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Scoring
from dreamgen.engine.work_plan import WorkPlan, plan_work
from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Picture
from dreamgen.imaging.strips import Strips
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.contrast import Contrast
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.objectives.patchwork import Patchwork
from dreamgen.optimisers.adam import Adam
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.fourier import Fourier
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.affine import Affine
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.jitter import Jitter
from dreamgen.regularisers.laplacian import Laplacian
from dreamgen.regularisers.tv import TotalVariation

CPU = torch.device("cpu")
HEIGHT, WIDTH = 170, 139


@cache
def network():
    return Network(load_backbone("bestiary"), CPU, torch.float32)


def make_ascent(regularisers=(), steps=2, octaves=1, **parts):
    return Ascent(
        regularisers=regularisers,
        parameterisation=parts.pop("parameterisation", Pixels()),
        optimiser=parts.pop("optimiser", Normalised()),
        octaves=lambda size: plan_octaves(size, octaves, 1.4, steps, 1.0),
        step_size=1.0,
        device=CPU,
        **parts,
    )


def make_picture(**parts):
    generator = torch.Generator().manual_seed(3)
    coarse = torch.rand((1, 3, 12, 10), generator=generator)
    large = F.interpolate(coarse, (HEIGHT, WIDTH), mode="bicubic")
    return Picture(large[0].clamp(0, 1), **parts)


STEPS = {"layer1": 4, "layer2": 8}
POINTWISE = [(1.0, LayerEnergy()), (0.3, Channel(channel=7)), (0.5, Patchwork(layer=3))]


def dream(ascent, picture, rows, terms=POINTWISE):
    """Return the last objective and the picture: by strips of so many rows and by tiles; 0: whole."""
    scoring = Scoring(network(), terms, 2, 1.0, random.Random(1))
    subject = Subject(picture, scoring, random.Random(4))
    with network().hook(scoring.layers) as budget:

        def plan(size):
            steps = tuple(STEPS[name.split(".")[0]] for name in scoring.layers)
            return WorkPlan(Strips(size[0], rows, CPU), budget.forward, Tiling(64, 64, steps))

        return run(ascend([subject], ascent, budget, plan if rows else None))


def run(steps):
    while True:
        try:
            last = next(steps)
        except StopIteration as finished:
            return float(last.objective), finished.value[0]


class Unsaid(Regulariser):
    """A filter that does not say how far it looks."""

    def gradient(self, gradient, progress):
        return F.avg_pool2d(gradient, 5, 1, 2)


def make_protected():
    protected = torch.zeros(1, HEIGHT, WIDTH)
    protected[:, 30:90, 20:60] = 1
    return make_picture(protected=protected, mask=torch.linspace(0, 1, WIDTH).expand(1, HEIGHT, -1))


@pytest.mark.parametrize(
    ("parts", "tolerance"),
    [
        ({"regularisers": [Jitter(), Blur(), Chroma()], "octaves": 2}, 1e-6),
        ({"regularisers": [Jitter(pixels=300), Laplacian(bands=3), Jitter(pixels=5)]}, 1e-5),
        ({"regularisers": [Unsaid()], "views": 2}, 1e-6),
        # A strip's mean has a pair of rows less than it has rows: 1 of 40 here, of 300 in a poster.
        ({"regularisers": [TotalVariation(weight=3.0)]}, 1e-3),
        ({"regularisers": [Jitter()], "optimiser": Adam()}, 1e-5),
    ],
)
def test_strips_give_what_the_whole_gives(parts, tolerance):
    ascent, source = make_ascent(**parts), make_protected()
    whole, strips = dream(ascent, source, 0), dream(ascent, source, 40)
    assert strips[0] == pytest.approx(whole[0], rel=1e-4)
    assert float((whole[1] - source.pixels).abs().mean()) > 0.003
    # Rounding grows where a ReLU is at its edge, in single pixels: the mean is what is bounded.
    assert float((strips[1] - whole[1]).abs().mean()) < tolerance


def test_what_compares_places_is_scored_with_all_maps_kept():
    terms = [(1.0, Contrast(up=3, down=2)), (0.1, Channel(channel=7))]
    ascent, source = make_ascent([Jitter()]), make_picture()
    whole, strips = dream(ascent, source, 0, terms), dream(ascent, source, 40, terms)
    assert strips[0] == pytest.approx(whole[0], rel=1e-4)
    assert float((strips[1] - whole[1]).abs().mean()) < 1e-5


def test_a_seam_would_show():
    """The comparison notices a filter whose margin is too narrow."""

    class Short(Blur):
        def find_reach(self):
            return 1

    ascent, source = make_ascent([Short(start=8, end=8)]), make_picture()
    whole, strips = dream(ascent, source, 0), dream(ascent, source, 40)
    assert float((strips[1] - whole[1]).abs().mean()) > 1e-4


PLAIN = [SimpleNamespace(groups=[], pointwise=False)]
WEIGHT = torch.randn((8, 3, 4, 4), generator=torch.Generator().manual_seed(0))


def within(allowed):
    """Return the budget of a network that is a single convolution with a stride of 4."""

    def forward(pictures):
        return [F.conv2d(pictures, WEIGHT, stride=4)]

    return MemoryBudget(forward, CPU, allowed, lambda: 4, 4, "net")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"regularisers": [Affine()]}, "Affine moves the whole picture at once"),
        ({"parameterisation": Fourier()}, "Fourier works on the whole picture at once"),
        ({"regularisers": [Laplacian(bands=10)]}, "Laplacian looks 4096 pixels far"),
    ],
)
def test_what_needs_the_whole_is_refused_where_that_does_not_fit(parts, told):
    with pytest.raises(BadInput, match=told):
        plan_work(within(500 * 2**20), make_ascent(**parts), (1800, 2400), PLAIN)
    assert plan_work(within(500 * 2**20), make_ascent(), (1800, 2400), PLAIN).tiling is not None
    assert plan_work(within(500 * 2**20), make_ascent(**parts), (200, 300), PLAIN).tiling is None


def test_a_refusal_names_a_size_that_fits():
    with pytest.raises(BadInput, match="pixels would fit") as refused:
        plan_work(within(400 * 2**20), make_ascent(), (6000, 8000), PLAIN)
    width, height = map(int, re.search(r"; (\d+) x (\d+)", str(refused.value)).groups())
    assert width * height > 10**7
    assert plan_work(within(400 * 2**20), make_ascent(), (height, width), PLAIN).tiling is not None
