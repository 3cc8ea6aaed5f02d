"""Which pictures are cut, how, and what is said of those that cannot be."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from dreamgen import load_backbone
from dreamgen.backbones.tiling import memory_budget as budget
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.tiling.memory_budget import BESIDES, Budget
from dreamgen.errors import BadInput

CPU = torch.device("cpu")
WEIGHT = torch.randn((8, 3, 3, 3), generator=torch.Generator().manual_seed(0))
KEPT = 3 * 4 + 8 * 4  # bytes a pixel: the picture for the convolution, its result for the ReLU


def look(picture):
    return [F.conv2d(picture, WEIGHT, padding=1).relu()]


def within(allowed, look=look, reach=3, grain=16):
    return Budget(look, CPU, allowed, lambda: reach, grain, "net")


def test_what_is_kept_for_the_way_back_is_measured_without_the_weights():
    assert within(None)._measured() == pytest.approx(BESIDES * KEPT, rel=0.01)


def test_a_picture_that_fits_is_seen_whole_and_a_larger_one_in_tiles():
    measured = within(100 * 2**20)
    assert measured.tiling_for(300, 300) is None
    assert measured.tiling_for(440, 440) is None
    tiling = measured.tiling_for(470, 480)
    assert (tiling.steps, tiling.margin % 16) == ((1,), 0)
    shown = (tiling.side + 2 * tiling.margin) ** 2
    assert shown * BESIDES * KEPT <= 100 * 2**20 - 470 * 480 * budget.OWN


def test_tiles_of_a_network_give_what_the_whole_gives():
    network = Network(load_backbone("bestiary"), CPU, torch.float32)
    picture = torch.rand((1, 3, 300, 420), generator=torch.Generator().manual_seed(0))

    def gradient(memory):
        network._memory = memory
        layer = network.find(3)
        with network.hook([layer]) as look:
            shown = picture.clone().requires_grad_(True)
            (found,) = look(shown)
            cut = look.tiling_for(300, 420) is not None
            return cut, torch.autograd.grad(found.square().mean(), shown)[0]

    (never, whole), (cut, parts) = gradient(None), gradient(100 * 2**20)
    assert (never, cut) == (False, True)
    torch.testing.assert_close(parts, whole, rtol=1e-3, atol=1e-5 * float(whole.abs().max()))


@pytest.mark.parametrize(
    ("network", "told"),
    [
        ({"reach": None}, "net sees the whole picture at once"),
        ({"look": lambda x: [look(x)[0] * torch.arange(x.shape[3])]}, "cannot be cut"),
        ({"look": lambda x: [look(x)[0].mean((2, 3), keepdim=True)]}, "cannot be cut"),
    ],
)
def test_what_cannot_be_cut_is_refused_if_a_budget_was_given_and_tried_if_not(
    network, told, monkeypatch
):
    with pytest.raises(BadInput, match=told) as refused:
        within(100 * 2**20, **network).tiling_for(470, 480)
    assert "memory = 100MB: this picture needs about" in str(refused.value)
    monkeypatch.setattr(budget, "memory_of", lambda device: 200 * 2**20)
    assert within(None, **network).tiling_for(470, 480) is None


def test_too_little_for_any_tile_is_refused():
    with pytest.raises(BadInput, match="too little even for tiles"):
        within(20 * 2**20, reach=500).tiling_for(300, 300)


def test_without_a_budget_half_of_the_memory_is_one(monkeypatch):
    monkeypatch.setattr(budget, "memory_of", lambda device: 200 * 2**20)
    assert within(None).tiling_for(470, 480) == within(100 * 2**20).tiling_for(470, 480)
