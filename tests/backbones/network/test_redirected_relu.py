"""Redirected ReLUs against the rule written out in loops."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from dreamgen.backbones.network.redirected_relu import redirect_dead_relus


def plain_rule(x, gradient, low=0.0, high=float("inf")):
    """What one picture's ReLU passes back, value by value."""
    x, gradient = x.flatten().tolist(), gradient.flatten().tolist()
    passed = [g if low < v < high else 0.0 for v, g in zip(x, gradient, strict=True)]
    if any(passed):
        return passed
    return [
        0.0 if (v <= low and g < 0) or (v >= high and g > 0) else g
        for v, g in zip(x, gradient, strict=True)
    ]


GENERATOR = torch.Generator().manual_seed(4)
GRADIENT = torch.randn(3, 2, 4, 5, generator=GENERATOR)
# One picture as usual, one that fires nowhere, and one that is full everywhere.
PICTURES = torch.stack(
    [torch.randn(2, 4, 5), -torch.rand(2, 4, 5) - 0.1, torch.rand(2, 4, 5) + 6.5]
)
WAYS = {
    "module": nn.ReLU(),
    "in place": nn.ReLU(inplace=True),
    "function": F.relu,
    "torch": torch.relu,
    "method": lambda x: x.relu(),
    "method in place": lambda x: x.relu_(),
    "module6": nn.ReLU6(),
    "function6": F.relu6,
    "in place6": nn.ReLU6(inplace=True),
    "hardtanh6": nn.Hardtanh(0.0, 6.0),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_relu_of_any_kind_follows_the_rule_for_each_picture_by_itself(way):
    high = 6.0 if way.endswith("6") else float("inf")
    x = PICTURES.clone().requires_grad_(True)
    with redirect_dead_relus():
        y = WAYS[way](x * 1.0)
        (found,) = torch.autograd.grad(y, x, GRADIENT)
    torch.testing.assert_close(y.detach(), PICTURES.clamp(0, high))
    for own, picture, gradient in zip(found, PICTURES, GRADIENT, strict=True):
        assert own.flatten().tolist() == plain_rule(picture, gradient, 0.0, high)
    assert found[1].abs().sum() > 0


@pytest.mark.parametrize("way", ["module", "function6"])
def test_outside_the_context_nothing_is_redirected(way):
    with redirect_dead_relus():
        WAYS[way](PICTURES.clone().requires_grad_(True))
    x = PICTURES[1:2].clone().requires_grad_(True)
    (found,) = torch.autograd.grad(WAYS[way](x), x, GRADIENT[1:2])
    assert not found.any()


def test_a_dead_network_wakes_up():
    torch.manual_seed(1)
    net = nn.Sequential(
        nn.Conv2d(3, 6, 3), nn.ReLU(), nn.Conv2d(6, 6, 3), nn.ReLU6(), nn.Conv2d(6, 1, 1), nn.ReLU()
    )
    with torch.no_grad():
        net[4].weight.abs_()
        net[4].bias.fill_(-3.0)  # the wanted unit fires nowhere
    x = torch.rand(1, 3, 12, 12)

    def climb(steps):
        picture = x.clone()
        for _ in range(steps):
            picture.requires_grad_(True)
            (slope,) = torch.autograd.grad(net(picture).mean(), picture)
            picture = (picture + 0.3 * slope / (slope.abs().mean() + 1e-12)).detach()
        return picture

    assert torch.equal(climb(30), x)
    with redirect_dead_relus():
        woken = climb(30)
    assert float(net(woken).detach().mean()) > 0
