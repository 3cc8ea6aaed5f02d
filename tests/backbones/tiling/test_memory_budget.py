"""Which pictures are cut, how, and what is said of those that cannot be."""

from __future__ import annotations

import re

import pytest
import torch
from torch.nn import functional as F

from dreamgen import load_backbone
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.tiling import memory_budget as budget
from dreamgen.backbones.tiling.measure import OVERHEAD
from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.errors import BadInput

CPU = torch.device("cpu")
WEIGHT = torch.randn((8, 3, 3, 3), generator=torch.Generator().manual_seed(0))
KEPT = 3 * 4 + 8 * 4  # bytes a pixel: the picture for the convolution, its result for the ReLU


def forward(picture):
    return [F.conv2d(picture, WEIGHT, padding=1).relu()]


def within(allowed, forward=forward, receptive_field=3, stride=16):
    return MemoryBudget(forward, CPU, allowed, lambda: receptive_field, stride, "net")


def test_memory_of_the_backward_pass_is_measured_without_the_weights():
    assert within(None)._bytes_per_pixel() == pytest.approx(OVERHEAD * KEPT, rel=0.01)


def test_a_picture_that_fits_is_not_cut_and_a_larger_one_is():
    measured = within(100 * 2**20)
    assert measured.find_tiling(300, 300) is None
    assert measured.find_tiling(440, 440) is None
    tiling = measured.find_tiling(470, 480)
    assert (tiling.steps, tiling.margin % 16) == ((1,), 0)
    shown = (tiling.side + 2 * tiling.margin) ** 2
    assert shown * OVERHEAD * KEPT <= 100 * 2**20 - 470 * 480 * budget.ENGINE


def test_tiles_of_a_network_give_what_the_whole_gives():
    network = Network(load_backbone("bestiary"), CPU, torch.float32)
    picture = torch.rand((1, 3, 300, 420), generator=torch.Generator().manual_seed(0))

    def gradient(memory):
        layer = network.find(3)
        with network.hook([layer], memory) as forward:
            shown = picture.clone().requires_grad_(True)
            (found,) = forward(shown)
            cut = forward.find_tiling(300, 420) is not None
            return cut, torch.autograd.grad(found.square().mean(), shown)[0]

    (never, whole), (cut, parts) = gradient(None), gradient(100 * 2**20)
    assert (never, cut) == (False, True)
    torch.testing.assert_close(parts, whole, rtol=1e-3, atol=1e-5 * float(whole.abs().max()))


@pytest.mark.parametrize(
    ("network", "told"),
    [
        ({"receptive_field": None}, "net sees the whole picture at once"),
        ({"forward": lambda x: [forward(x)[0] * torch.arange(x.shape[3])]}, "cannot be cut"),
        ({"forward": lambda x: [forward(x)[0].mean((2, 3), keepdim=True)]}, "cannot be cut"),
    ],
)
def test_what_cannot_be_cut_is_refused_if_a_budget_was_given_and_tried_if_not(
    network, told, monkeypatch
):
    with pytest.raises(BadInput, match=told) as refused:
        within(100 * 2**20, **network).find_tiling(470, 480)
    assert "memory = 100MB: " in str(refused.value)
    monkeypatch.setattr(budget, "memory_of", lambda device: 200 * 2**20)
    assert within(None, **network).find_tiling(470, 480) is None


def test_a_batch_counts_with_all_its_pictures():
    measured = within(110 * 2**20)
    assert measured.find_tiling(300, 300, 2) is None
    tiling = measured.find_tiling(300, 300, 3)
    assert 3 * (tiling.side + 2 * tiling.margin) ** 2 * OVERHEAD * KEPT <= 110 * 2**20
    whole, parts = forward(torch.ones(3, 3, 300, 300)), measured(torch.ones(3, 3, 300, 300))
    torch.testing.assert_close(parts, whole)


def test_too_little_for_any_tile_is_refused():
    with pytest.raises(BadInput, match=r"300 x 300 pixels need about 41\.9MB") as refused:
        within(20 * 2**20, receptive_field=500).find_tiling(300, 300)
    width, height = map(
        int, re.search(r"; (\d+) x (\d+) pixels would", str(refused.value)).groups()
    )
    assert within(20 * 2**20, receptive_field=500).find_tiling(height, width) is None


def test_without_a_budget_half_of_the_memory_is_one(monkeypatch):
    monkeypatch.setattr(budget, "memory_of", lambda device: 200 * 2**20)
    assert within(None).find_tiling(470, 480) == within(100 * 2**20).find_tiling(470, 480)
