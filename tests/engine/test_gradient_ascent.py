"""The ascent against plain loops written out here, on scores whose gradients are known."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.backbones.tiling.tiles import Tiling
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.events import Step
from dreamgen.engine.gradient_ascent import Subject, ascend
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Group, Part
from dreamgen.engine.wrapping import wrap_regularisers
from dreamgen.errors import DreamError
from dreamgen.imaging.picture import Picture
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.jitter import Jitter
from dreamgen.regularisers.l1 import L1
from dreamgen.regularisers.l2 import L2
from dreamgen.regularisers.tv import TotalVariation

PATTERN = torch.sin(torch.arange(3 * 70 * 84).view(1, 3, 70, 84) * 0.37 + 0.1)


def score(picture):
    # Shifted so that no gradient is exactly zero where the picture is black.
    return ((picture + 0.1) * F.interpolate(PATTERN, picture.shape[2:])).pow(3).mean()


def ascent(steps=5, octaves=1, taper=1.0, regularisers=(), optimiser=None, step_size=1.0, views=1):
    return Ascent(
        regularisers=regularisers,
        parameterisation=Pixels(),
        optimiser=optimiser or Normalised(),
        octaves=lambda size: plan_octaves(size, octaves, 1.4, steps, taper),
        step_size=step_size,
        device=torch.device("cpu"),
        views=views,
    )


def picture(**parts):
    pixels = torch.rand(3, 70, 84, generator=torch.Generator().manual_seed(3))
    return Picture(pixels, **parts)


def scoring(function):
    """Stand in for objectives on a network whose only layer is its input."""
    part = Part(1.0, "Score", ["input"], lambda maps: function(maps[0]))
    return SimpleNamespace(layers=["input"], groups=[Group(None, [part])])


def subject(source, function=score, seed=0, start=None):
    return Subject(source, scoring(function), random.Random(seed), start)


def run_batch(subjects, how, forward=lambda pictures: [pictures]):
    """Return the steps that the ascent yields and the pictures that it returns."""
    steps = []

    def collect():
        dreamed = yield from ascend(subjects, how, forward)
        steps.append(dreamed)

    yielded = list(collect())
    assert all(isinstance(step, Step) for step in yielded)
    return yielded, steps[0]


def run_steps(source, how, function=score, seed=0, start=None):
    steps, dreamed = run_batch([subject(source, function, seed, start)], how)
    return steps, dreamed[0]


def plain_steps(x, steps, size=0.012, clip=6.0, final=0.5):
    """Normalised ascent as one would write it down."""
    for step in range(steps):
        x = x.detach().requires_grad_(True)
        score(x).backward()
        length = size * (1 - (1 - final) * step / max(1, steps - 1))
        change = (x.grad / x.grad.abs().mean()).clamp(-clip, clip) * length
        x = (x.detach() + change).clamp(0, 1)
    return x


def test_one_octave_is_the_plain_loop():
    _, dreamed = run_steps(picture(), ascent())
    torch.testing.assert_close(dreamed[None], plain_steps(picture().pixels[None], 5))


def test_two_octaves_carry_only_the_detail_over():
    source = picture().pixels[None]
    small = F.interpolate(source, (50, 60), mode="bicubic", antialias=True).clamp(0, 1)
    detail = plain_steps(small, 4) - small
    detail = F.interpolate(detail, (70, 84), mode="bicubic", antialias=True)
    expected = plain_steps((source + detail).clamp(0, 1), 4)
    _, dreamed = run_steps(picture(), ascent(4, 2))
    torch.testing.assert_close(dreamed[None], expected)


def test_steps_count_up_and_the_share_done_ends_at_one():
    steps, _ = run_steps(picture(), ascent(8, 3, taper=0.5))
    assert [(s.octave, s.step, s.steps) for s in steps] == [
        *[(1, step, 8) for step in range(1, 9)],
        *[(2, step, 4) for step in range(1, 5)],
    ]
    shares = [step.done for step in steps]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_no_steps_give_the_source_back():
    _, dreamed = run_steps(picture(), ascent(0, 3))
    assert torch.equal(dreamed, picture().pixels)


def test_a_random_shift_is_undone_in_the_gradient():
    """For a score that treats all places alike, jitter must change nothing."""

    def same_everywhere(x):
        return (x**3).mean()

    still = run_steps(picture(), ascent(), same_everywhere)[1]
    moved = ascent(regularisers=[Jitter(pixels=20)])
    jittered = run_steps(picture(), moved, same_everywhere)[1]
    torch.testing.assert_close(jittered, still)


def test_outside_the_mask_and_under_protection_nothing_moves():
    mask = torch.zeros(1, 70, 84)
    mask[:, 10:50, 20:60] = 1
    protected = torch.zeros(1, 70, 84)
    protected[:, 20:30, 30:40] = 1
    source = picture(mask=mask, protected=protected)
    _, dreamed = run_steps(source, ascent(6, 2))
    free = (mask * (1 - protected)).bool().expand(3, -1, -1)
    assert torch.equal(dreamed[~free], source.pixels[~free])
    assert (dreamed[free] - source.pixels[free]).abs().mean() > 0.01


def test_a_small_mask_moves_as_fast_as_no_mask():
    mask = torch.zeros(1, 70, 84)
    mask[:, 10:30, 10:30] = 1
    change = {}
    for name, source in {"all": picture(), "some": picture(mask=mask)}.items():
        _, dreamed = run_steps(source, ascent(3))
        change[name] = float((dreamed - source.pixels).abs()[:, 10:30, 10:30].mean())
    assert change["some"] == pytest.approx(change["all"], rel=0.15)


def test_the_ascent_begins_where_it_is_told():
    start = torch.full((3, 70, 84), 0.25)
    _, dreamed = run_steps(picture(), ascent(0), start=start)
    torch.testing.assert_close(dreamed, start)


def test_a_penalty_is_taken_off_the_objective():
    heavy = ascent(steps=30, regularisers=[TotalVariation(weight=1e4)])
    _, dreamed = run_steps(picture(), heavy, lambda x: x.mean())
    rough = picture().pixels.diff(dim=2).abs().mean()
    assert dreamed.diff(dim=2).abs().mean() < 0.5 * rough


def test_several_views_that_are_all_alike_change_nothing():
    """Objective and gradient are means over the views, of penalties too."""

    def run(views):
        return run_steps(picture(), ascent(5, regularisers=[TotalVariation(weight=3)], views=views))

    (one, alone), (three, shared) = run(1), run(3)
    torch.testing.assert_close(shared, alone)
    for step, other in zip(three, one, strict=True):
        torch.testing.assert_close(step.objective, other.objective)


@pytest.mark.parametrize("octaves", [1, 2])
def test_the_distance_is_taken_from_the_clean_source_of_each_octave(octaves):
    seen = []

    class Watcher(Regulariser):
        def distance(self, pictures, source):
            seen.append(source.clone())
            return (pictures - source).square().mean((1, 2, 3))

    source = picture()
    start = torch.full((3, 70, 84), 0.25)
    run_steps(source, ascent(2, octaves, regularisers=[Watcher()]), start=start)
    clean = source.pixels[None]
    expected = [clean, clean]
    if octaves == 2:
        small = F.interpolate(clean, (50, 60), mode="bicubic", antialias=True).clamp(0, 1)
        expected = [small, small, clean, clean]
    assert len(seen) == len(expected)
    for one, other in zip(seen, expected, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("kind", [L1, L2])
def test_a_heavy_distance_keeps_the_picture_where_it_was(kind):
    def move(weight):
        how = ascent(steps=10, regularisers=[kind(weight=weight)])
        return float((run_steps(picture(), how)[1] - picture().pixels).abs().mean())

    assert move(1e3) < 0.4 * move(0.0)


@pytest.mark.parametrize(("redirected", "moves"), [(0, False), (2, True)])
def test_an_ascent_that_fires_nowhere_begins_only_where_dead_relus_are_redirected(
    redirected, moves
):
    how = replace(ascent(steps=4, octaves=2), redirected_steps=redirected)
    dead = picture()
    subjects = [subject(dead, torch.mean)]
    _, dreamed = run_batch(subjects, how, lambda x: [F.relu(x - 2)])
    assert torch.equal(dreamed[0], dead.pixels) is not moves


def test_tiles_find_their_way_through_dead_relus_from_any_thread(monkeypatch):
    # As on a GPU, whose backward pass has a thread of its own.
    differentiate = torch.autograd.grad
    monkeypatch.setattr(
        torch.autograd, "grad", lambda *given, **how: run_in_a_thread(differentiate, *given, **how)
    )
    dead, tiles = picture(), Tiling(20, 4, (1,))
    budget = MemoryBudget(
        lambda x: [F.relu(x - 2)], torch.device("cpu"), None, lambda: 1, 1, "dead"
    )
    budget.measured.halved[70, 84] = tiles
    how = replace(ascent(steps=4), redirected_steps=2)
    _, dreamed = run_batch([subject(dead, torch.mean)], how, budget)
    assert float((dreamed[0] - dead.pixels).mean()) > 0.005


def run_in_a_thread(function, *given, **how):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *given, **how).result()


@pytest.mark.parametrize(
    ("steps", "expected"), [(1, [0]), (2, [0, 1]), (5, [0, 0.25, 0.5, 0.75, 1])]
)
def test_the_gradient_filter_sees_progress_from_zero_to_one(steps, expected):
    seen = []

    class Watcher(Regulariser):
        def gradient(self, gradient, progress):
            seen.append(progress)
            return gradient

    run_steps(picture(), ascent(steps, regularisers=[Watcher()]))
    assert seen == expected


@pytest.mark.parametrize("wrap", ["none", "x"])
def test_a_view_may_change_with_progress(wrap):
    class Darker(Regulariser):
        by: float = 0.0

        def at(self, progress):
            return Darker(by=progress)

        def view(self, picture, rng):
            return picture - self.by

    given = Picture(torch.full((3, 64, 64), 0.5))
    parts = wrap_regularisers([Darker()], wrap)
    steps, _ = run_steps(given, ascent(5, regularisers=parts, step_size=0.0), torch.mean)
    objectives = [float(step.objective) for step in steps]
    assert objectives == pytest.approx([0.5, 0.25, 0.0, -0.25, -0.5], abs=1e-6)


def test_numbers_that_are_not_finite_end_the_render_with_one_sentence():
    with pytest.raises(DreamError, match="no finite numbers in octave 1"):
        run_steps(picture(), ascent(1), lambda x: x.mean() * float("nan"))


def test_the_same_seed_gives_the_same_pixels_and_another_does_not():
    def run(seed):
        wobbly = ascent(3, 2, regularisers=[Jitter(pixels=9)])
        return run_steps(picture(), wobbly, seed=seed)[1]

    assert torch.equal(run(1), run(1))
    assert not torch.equal(run(1), run(2))


def test_gradient_mode_of_the_caller_is_left_alone():
    with torch.no_grad():
        for _ in ascend([subject(picture())], ascent(2), lambda pictures: [pictures]):
            assert not torch.is_grad_enabled()
    for _ in ascend([subject(picture())], ascent(2), lambda pictures: [pictures]):
        assert torch.is_grad_enabled()
