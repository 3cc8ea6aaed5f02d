"""Tiles against the whole, in double precision, on convolutions of known receptive field."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch
from torch.nn import functional as F

from dreamgen.backbones.tiling.tiles import Tiling, run_in_tiles, score_tiles
from dreamgen.backbones.tiling.window import Window

GENERATOR = torch.Generator().manual_seed(0)
KERNELS = [
    torch.randn(shape, generator=GENERATOR, dtype=torch.float64) / 5
    for shape in ((4, 3, 3, 3), (5, 4, 3, 3), (6, 5, 3, 3))
]
RECEPTIVE_FIELD = 3 + 2 * 2 + 4 * 2  # of three convolutions of 3x3, the first two with stride 2


def forward(picture):
    """Return two maps: steps of 2 and of 4 pixels."""
    first = F.conv2d(picture, KERNELS[0], stride=2, padding=1).tanh()
    second = F.conv2d(first, KERNELS[1], stride=2, padding=1).relu()
    return [first, F.conv2d(second, KERNELS[2], padding=1)]


def objective(maps):
    """Return a number to which every place of every map contributes, and not independently."""
    return sum(x.square().mean().sqrt() + x.flatten().logsumexp(0) for x in maps)


def differentiate(way, size):
    picture = torch.rand((1, 3, *size), generator=GENERATOR.manual_seed(1), dtype=torch.float64)
    maps = way(picture.requires_grad_(True))
    (gradient,) = torch.autograd.grad(objective(maps), picture)
    return [*maps, gradient]


@pytest.mark.parametrize("size", [(64, 64), (61, 90), (33, 127), (20, 20)])
@pytest.mark.parametrize("side", [8, 20, 40])
def test_tiles_give_the_maps_and_the_gradient_of_the_whole(size, side):
    tiling = Tiling(side, 12, (2, 4))
    whole = differentiate(forward, size)
    parts = differentiate(lambda picture: run_in_tiles(forward, picture, tiling), size)
    for one, other in zip(whole, parts, strict=True):
        torch.testing.assert_close(other, one, rtol=1e-10, atol=1e-12)


@dataclass
class Memory:
    """A picture whose gradient is added up."""

    picture: torch.Tensor
    gradient: torch.Tensor

    @property
    def size(self):
        return self.picture.shape[2:]

    def read(self, rows, columns):
        return self.picture[:, :, rows, columns]

    def add(self, rows, columns, gradient):
        self.gradient[:, :, rows, columns] += gradient


@pytest.mark.parametrize("size", [(64, 64), (61, 90), (20, 20)])
def test_scores_of_tiles_add_up_to_that_of_the_whole(size):
    planes = torch.rand((1, 4, 3, 5), generator=GENERATOR.manual_seed(2), dtype=torch.float64)

    def weigh(found, resized):
        return (found[:, :4].square() * resized).mean()

    def score(maps, windows):
        parts = zip(maps, windows, strict=True)
        return sum(window.share * weigh(x, window.resize(planes)) for x, window in parts)

    picture = torch.rand((1, 3, *size), generator=GENERATOR, dtype=torch.float64)
    shown = picture.clone().requires_grad_(True)
    whole = sum(
        weigh(x, F.interpolate(planes, x.shape[2:], mode="bilinear")) for x in forward(shown)
    )
    (expected,) = torch.autograd.grad(whole, shown)
    memory = Memory(picture, torch.zeros_like(picture))
    total = score_tiles(forward, memory, Tiling(20, 12, (2, 4)), score)
    assert float(total) == pytest.approx(float(whole.detach()), rel=1e-6)
    torch.testing.assert_close(memory.gradient, expected, rtol=1e-8, atol=1e-14)


def test_a_window_is_resized_as_part_of_the_whole():
    planes = torch.rand((2, 3, 7, 4), generator=GENERATOR)
    whole = F.interpolate(planes, (50, 61), mode="bilinear")
    part = Window(slice(11, 30), slice(0, 61), (50, 61))
    assert part.share == pytest.approx(19 / 50)
    torch.testing.assert_close(part.resize(planes), whole[:, :, 11:30])


def test_a_margin_that_is_too_narrow_shows():
    assert RECEPTIVE_FIELD // 2 > 4
    whole = differentiate(forward, (64, 64))
    parts = differentiate(
        lambda picture: run_in_tiles(forward, picture, Tiling(16, 4, (2, 4))), (64, 64)
    )
    assert float((whole[-1] - parts[-1]).abs().max()) > 1e-6


def test_a_map_that_is_not_used_gets_no_gradient():
    def gradient(way):
        picture = torch.ones((1, 3, 40, 40), dtype=torch.float64, requires_grad=True)
        return torch.autograd.grad(way(picture)[0].square().sum(), picture)[0]

    parts = gradient(lambda picture: run_in_tiles(forward, picture, Tiling(16, 12, (2, 4))))
    torch.testing.assert_close(parts, gradient(forward))


@pytest.mark.parametrize("length", [1, 31, 32, 33, 64, 257, 1000])
@pytest.mark.parametrize("side", [32, 64, 96])
def test_spans_cover_every_pixel_once_and_begin_on_the_grid(length, side):
    spans = Tiling(side, 32, (8, 32)).spans(length)
    covered = [pixel for span in spans for pixel in range(span.first, span.last)]
    assert covered == list(range(length))
    for span in spans:
        assert span.first % 32 == 0
        assert span.last - span.first <= side + 31
        assert span.padded_first % 32 == 0
        assert 0 <= span.padded_first <= max(0, span.first - 32)
        assert min(length, span.last + 32) <= span.padded_last <= length
    padded = [span.padded_last - span.padded_first for span in spans]
    assert max(padded) - min(padded) < 32
    assert [span.ends for span in spans] == [False] * (len(spans) - 1) + [True]
