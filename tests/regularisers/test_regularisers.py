"""Regularisers against numpy and against what their formulas promise."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import torch

from dreamgen.imaging.gaussian import gaussian_blur
from dreamgen.regularisers.affine import Affine
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.jitter import Jitter
from dreamgen.regularisers.l1 import L1
from dreamgen.regularisers.l2 import L2
from dreamgen.regularisers.laplacian import Laplacian
from dreamgen.regularisers.tv import TotalVariation

NOISE = torch.randn(1, 3, 40, 56, generator=torch.Generator().manual_seed(2))


def test_jitter_rolls_both_ways_within_its_reach():
    row = torch.arange(64.0).view(1, 1, 1, 64).expand(1, 3, 64, 64)
    rng = random.Random(1)
    shifts = {int(-Jitter(pixels=5).view(row, rng)[0, 0, 0, 0]) % 64 for _ in range(200)}
    assert shifts == {*range(6), *range(59, 64)}
    assert torch.equal(Jitter(pixels=0).view(NOISE, rng), NOISE)


def blob(x: float, y: float, sigma: float = 3.0) -> torch.Tensor:
    """A Gaussian in a picture of 80 x 120, x and y pixels from the middle."""
    down, across = torch.meshgrid(torch.arange(80) - 39.5, torch.arange(120) - 59.5, indexing="ij")
    height = torch.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * sigma**2))
    return height.expand(1, 3, 80, 120)


class FixedDraws(random.Random):
    """Draws that are given beforehand, as shares of the range."""

    def __init__(self, *shares: float):
        super().__init__()
        self._shares = list(shares)

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self._shares.pop(0)


@pytest.mark.parametrize("turn", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("growth", [0.0, 0.5, 1.0])
def test_affine_turns_about_the_middle_and_resizes(turn, growth):
    seen = Affine(angle=30, scale=0.2).view(blob(12, -5), FixedDraws(turn, growth))
    angle, size = math.radians(60 * turn - 30), 0.8 + 0.4 * growth
    x = size * (12 * math.cos(angle) - 5 * math.sin(angle))
    y = size * (-12 * math.sin(angle) - 5 * math.cos(angle))
    torch.testing.assert_close(seen, blob(x, y, 3 * size), atol=0.03, rtol=0)


def test_affine_carries_the_gradient_back_to_where_autograd_would():
    theirs, ours = (blob(5, 8).clone().requires_grad_(True) for _ in range(2))
    pull = blob(-20, 15, 4.0) - 0.5 * blob(20, -12, 5.0)
    angle, size = math.radians(12.0), 1.15
    seen = Affine(angle=12, scale=0.15).view(ours, FixedDraws(1.0, 1.0))
    (found,) = torch.autograd.grad(seen, ours, pull)
    cos, sin, wide = math.cos(angle) / size, math.sin(angle) / size, 120 / 80
    matrix = torch.tensor([[[cos, -sin / wide, 0], [sin * wide, cos, 0]]])
    grid = torch.nn.functional.affine_grid(matrix, [1, 3, 80, 120], align_corners=False)
    plain = torch.nn.functional.grid_sample(theirs, grid, align_corners=False)
    (expected,) = torch.autograd.grad(plain, theirs, pull)
    # Scattering leaves a ripple where it meets some pixels more often than others.
    torch.testing.assert_close(found, expected, atol=0.1, rtol=0)
    torch.testing.assert_close(
        gaussian_blur(found, 2), gaussian_blur(expected, 2), atol=0.01, rtol=0
    )


def test_affine_of_nothing_is_the_picture():
    assert Affine(angle=0, scale=0).view(NOISE, random.Random(1)) is NOISE


def test_blur_is_the_mean_of_three_gaussians_and_narrows():
    blur = Blur(start=2, end=1)
    expected = sum(gaussian_blur(NOISE, sigma) for sigma in (0.75, 1.5, 3.0)) / 3
    torch.testing.assert_close(blur.gradient(NOISE, 0.5), expected)
    torch.testing.assert_close(Blur(start=0, end=0).gradient(NOISE, 0.0), NOISE)


def test_laplacian_lifts_a_faint_fine_wave_to_a_strong_broad_one():
    along = torch.arange(128.0) * 2 * math.pi / 128
    waves = torch.sin(2 * along) + 0.01 * torch.sin(50 * along)
    filtered = Laplacian(bands=4).gradient(waves.expand(1, 3, 128, 128), 0.0)
    spectrum = torch.fft.rfft(filtered[0, 0, 64]).abs()
    assert 0.1 < float(spectrum[50] / spectrum[2]) < 5


def test_chroma_leaves_lightness_and_smooths_and_boosts_colour():
    filtered = Chroma(boost=3, smooth=2).gradient(NOISE, 0.0)
    torch.testing.assert_close(filtered.mean(1), NOISE.mean(1))
    before, after = (x - x.mean(1, keepdim=True) for x in (NOISE, filtered))
    assert float(after.abs().mean()) == pytest.approx(3 * float(before.abs().mean()), rel=1e-4)
    rough = [float(x.diff(dim=3).abs().mean() / x.abs().mean()) for x in (before, after)]
    assert rough[1] < 0.5 * rough[0]


def test_total_variation_against_numpy():
    values = NOISE.numpy()
    expected = (np.diff(values, axis=2) ** 2).mean() + (np.diff(values, axis=3) ** 2).mean()
    assert TotalVariation(weight=2).penalty(NOISE).tolist() == pytest.approx(
        [2 * expected], rel=1e-5
    )


@pytest.mark.parametrize(("part", "order"), [(L1(weight=2), 1), (L2(weight=2), 2)])
def test_distances_from_the_source_against_numpy(part, order):
    batch, source = torch.cat([NOISE, NOISE * 3]), torch.cat([NOISE.flip(2), NOISE.flip(3)])
    apart = np.abs(batch.numpy() - source.numpy()) ** order
    found = part.distance(batch, source).tolist()
    assert found == pytest.approx(list(2 * apart.mean((1, 2, 3))), rel=1e-5)
    assert part.penalty(batch) is None
    assert part.distance(source, source).tolist() == [0, 0]


@pytest.mark.parametrize("regulariser", [Blur(), Chroma(), Laplacian(), TotalVariation()])
def test_each_picture_of_a_batch_is_treated_as_if_alone(regulariser):
    batch = torch.cat([NOISE, 0.01 * NOISE.flip(3), NOISE.flip(2) + 3])
    alone = [regulariser.gradient(one, 0.4) for one in batch.split(1)]
    torch.testing.assert_close(regulariser.gradient(batch, 0.4), torch.cat(alone))
    if isinstance(regulariser, TotalVariation):
        alone = [regulariser.penalty(one) for one in batch.split(1)]
        torch.testing.assert_close(regulariser.penalty(batch), torch.cat(alone))
