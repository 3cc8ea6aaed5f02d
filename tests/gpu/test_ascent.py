"""The ascent on a GPU against the same on the processor, and against itself."""

from __future__ import annotations

import random

import pytest
import torch

import dreamgen
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient_ascent import ascend, dream
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.noise import pink_noise
from dreamgen.objectives.channel import Channel
from dreamgen.objectives.concept import Concept
from dreamgen.objectives.layer import LayerEnergy
from dreamgen.objectives.patchwork import Patchwork
from dreamgen.optimisers.adam import Adam
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.fourier import Fourier
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.affine import Affine
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.jitter import Jitter
from dreamgen.regularisers.laplacian import Laplacian
from dreamgen.regularisers.tv import TotalVariation

CPU = torch.device("cpu")
SIZE = (160, 128)
DEFAULT = (Jitter(), Blur(), Chroma())


def make_ascent(device, regularisers=DEFAULT, steps=4, octaves=2, **parts):
    return Ascent(
        regularisers=regularisers,
        parameterisation=parts.get("parameterisation", Pixels()),
        optimiser=parts.get("optimiser", Normalised()),
        octaves=lambda size: plan_octaves(size, octaves, 1.4, steps, 1.0),
        step_size=1.0,
        device=device,
    )


def make_subjects(network, count=1, objective=None, size=SIZE, layer=6):
    subjects = []
    for number in range(count):
        rng = random.Random(number)
        terms = [(1.0, objective or Patchwork())]
        scoring = Scoring(network, terms, layer, size[0] / size[1], rng)
        subjects.append(Subject(pink_noise(size, number), scoring, rng))
    return subjects


def run(network, count=1, memory=None, size=SIZE, objective=None, layer=6, **more):
    ascent = make_ascent(network.device, **more)
    subjects = make_subjects(network, count, objective, size, layer)
    return dream(network, subjects, ascent, memory=memory)


def cosine(one, other):
    return float(torch.nn.functional.cosine_similarity(one.flatten(), other.flatten(), dim=0))


def change(network, **more):
    """Return what a single step adds: over more of them any two orders of adding up drift apart."""
    start = torch.stack([pink_noise(SIZE, 0).pixels])
    return run(network, steps=1, octaves=1, **more) - start


def test_a_step_goes_where_the_processor_goes(device, load):
    assert cosine(change(load(device)), change(load(CPU))) > 0.99


def test_a_short_dream_looks_as_on_the_processor(device, load):
    apart = (run(load(device)) - run(load(CPU))).abs()
    assert float(apart.mean()) < 0.02


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_goes_where_whole_precision_goes(device, load, dtype):
    if dtype is torch.float16 and device.type == "cpu":
        pytest.skip("fp16 needs a GPU")
    assert cosine(change(load(device, dtype)), change(load(device))) > 0.9


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_the_same_seed_gives_the_same_pixels(device, precision):
    same = {"size": 160, "steps": 4, "octaves": 2, "device": str(device), "precision": precision}
    first, second = (dreamgen.dream("noise", **same).frame.pixels for _ in range(2))
    assert torch.equal(first, second)


def test_tiles_give_what_the_whole_gives(device, load):
    size, network = (420, 300), load(device)
    more = {"size": size, "layer": 3, "steps": 1, "octaves": 1}
    whole, cut = (run(network, memory=memory, **more) for memory in (None, 100 * 2**20))
    with network.hook([network.find(3)], 100 * 2**20) as forward:
        assert forward.find_tiling(300, 420) is not None
    assert cosine(cut - 0.5, whole - 0.5) > 0.999


def test_a_batch_gives_what_each_picture_gives_alone(device, load):
    network = load(device)
    together = run(network, count=3, steps=1, octaves=1)
    alone = run(network, count=1, steps=1, octaves=1)
    assert cosine(together[:1] - 0.5, alone - 0.5) > 0.999
    assert not torch.equal(together[0], together[1])


def test_a_dream_goes_on_when_memory_runs_out(device, load):
    if device.type != "cuda":
        pytest.skip("a processor does not say that its memory ran out")
    size, network = (3200, 2400), load(device)
    more = {"size": size, "steps": 1, "octaves": 1, "regularisers": (Jitter(),)}
    whole = run(network, **more)
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(device).total_memory
    torch.cuda.reset_peak_memory_stats(device)
    run(network, **more)
    peak = torch.cuda.max_memory_allocated(device)
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(0.6 * peak / total, device)
    try:
        cut = run(network, **more)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0, device)
    assert cosine(cut - 0.5, whole - 0.5) > 0.999


ALL_FILTERS = (Jitter(), Affine(), Blur(), Chroma(), Laplacian(), TotalVariation())


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"regularisers": ALL_FILTERS},
        {"parameterisation": Fourier(), "optimiser": Adam()},
        {"objective": LayerEnergy()},
        {"objective": Channel(channel=3)},
        {"objective": Concept(names=["owl", "skull"])},
    ],
    ids=["default", "every filter", "fourier", "layer", "channel", "concept"],
)
def test_no_step_makes_the_processor_wait(device, load, parts):
    network, parts = load(device), dict(parts)
    subjects = make_subjects(network, 2, parts.pop("objective", None))
    ascent = make_ascent(device, **{"steps": 5, "octaves": 1, **parts})
    layers = list(subjects[0].scoring.layers)
    with network.hook(layers) as forward:
        steps = ascend(subjects, ascent, forward)
        for _ in range(2):
            next(steps)
        try:
            if device.type == "cuda":
                torch.cuda.set_sync_debug_mode("error")
            for _ in range(2):
                next(steps)
        finally:
            if device.type == "cuda":
                torch.cuda.set_sync_debug_mode("default")
