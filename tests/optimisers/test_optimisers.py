from __future__ import annotations

from itertools import pairwise

import pytest
import torch

from dreamgen.optimisers.adam import Adam
from dreamgen.optimisers.lbfgs import Lbfgs
from dreamgen.optimisers.nadam import NAdam
from dreamgen.optimisers.normalised import Normalised
from dreamgen.optimisers.sgd import Sgd


def test_normalised_has_the_mean_change_asked_for_whatever_the_scale():
    gradient = torch.rand(1, 3, 9, 9) - 0.5
    for scale in (1e-12, 1.0, 1e6):
        step = Normalised(size=0.01).start(gradient, 2.0)(gradient * scale, 0.0)
        assert float(step.abs().mean()) == pytest.approx(0.02, rel=1e-3)


def test_normalised_shrinks_and_clips():
    gradient = torch.tensor([[1.0] * 99 + [1e6]])
    advance = Normalised(size=0.01, clip=3, final=0.25).start(gradient, 1.0)
    assert float(advance(gradient, 0.0).max()) == pytest.approx(0.03)
    assert float(advance(gradient, 1.0).max()) == pytest.approx(0.0075)
    assert advance(torch.zeros(1, 4), 0.0).tolist() == [[0, 0, 0, 0]]


def test_adam_is_torchs_adam():
    start, target = torch.randn(2, 50), torch.randn(2, 50)
    ours, theirs = start.clone(), start.clone().requires_grad_(True)
    reference = torch.optim.Adam([theirs], lr=0.03, betas=(0.9, 0.99), eps=0, maximize=True)
    advance = Adam(rate=0.03).start(ours, 1.0)
    for _ in range(40):
        gradient = -2 * (ours - target)
        ours = ours + advance(gradient, 0.0)
        theirs.grad = -2 * (theirs.detach() - target)
        reference.step()
    torch.testing.assert_close(ours, theirs.detach(), atol=1e-4, rtol=1e-4)


def climb(optimiser, start, gradient_at, steps):
    """Return every point of an ascent from ``start``, (B, n)."""
    points, advance = [start], optimiser.start(start, 1.0)
    for _ in range(steps):
        points.append(points[-1] + advance(gradient_at(points[-1]), 0.0))
    return points


def climb_with_torch(make, start, gradient_at, steps):
    parameter = start.clone().requires_grad_(True)
    reference, points = make([parameter]), [start]

    def closure():
        parameter.grad = -gradient_at(parameter.detach())
        return torch.zeros(())

    for _ in range(steps):
        reference.step(closure)
        points.append(parameter.detach().clone())
    return points


HESSIAN = torch.diag(torch.logspace(0, 1, 20, dtype=torch.float64)) + 0.2
TOP = torch.linspace(-1, 1, 20, dtype=torch.float64)[None]


def slope(x, steepness=1.0):
    """The gradient of -(x - TOP)^T HESSIAN (x - TOP) / 2."""
    return -steepness * (x - TOP) @ HESSIAN


def test_nadam_is_torchs_nadam():
    start = torch.randn(1, 20, dtype=torch.float64)
    ours = climb(NAdam(rate=0.03), start, slope, 60)
    theirs = climb_with_torch(
        lambda x: torch.optim.NAdam(x, lr=0.03, betas=(0.9, 0.99), eps=0), start, slope, 60
    )
    torch.testing.assert_close(torch.cat(ours), torch.cat(theirs), atol=2e-4, rtol=0)
    assert (ours[-1] - TOP).abs().mean() < 0.5 * (start - TOP).abs().mean()


@pytest.mark.parametrize("nesterov", [False, True])
def test_sgd_is_torchs_sgd_at_the_first_gradients_scale(nesterov):
    start = torch.randn(1, 20, dtype=torch.float64)
    scale = float(slope(start).square().mean().sqrt())
    sgd = Sgd(rate=0.05, momentum=0.8, nesterov=nesterov)
    ours = climb(sgd, start, slope, 40)
    theirs = climb_with_torch(
        lambda x: torch.optim.SGD(x, lr=0.05 / scale, momentum=0.8, nesterov=nesterov),
        start,
        slope,
        40,
    )
    torch.testing.assert_close(torch.cat(ours), torch.cat(theirs))
    # The same steps for an objective a million times as faint.
    faint = climb(sgd, start, lambda x: slope(x, 1e-6), 40)
    torch.testing.assert_close(torch.cat(faint), torch.cat(ours))


@pytest.mark.parametrize("history", [3, 50])
def test_lbfgs_is_torchs_lbfgs(history):
    # So steep that torch's first step, of length 1 in all, is what ours is told to be.
    start = TOP + 0.01 * torch.randn(1, 20, dtype=torch.float64)
    ours = climb(Lbfgs(history=history, longest=2 / 20), start, lambda x: slope(x, 100.0), 25)
    theirs = climb_with_torch(
        lambda x: torch.optim.LBFGS(
            x, lr=1, max_iter=1, history_size=history, tolerance_grad=0, tolerance_change=0
        ),
        start,
        lambda x: slope(x, 100.0),
        25,
    )
    torch.testing.assert_close(torch.cat(ours), torch.cat(theirs), atol=1e-8, rtol=1e-4)
    assert (ours[-1] - TOP).abs().mean() < 1e-4


def test_lbfgs_never_goes_further_than_it_is_told_and_up_where_it_curves_upwards():
    start = torch.randn(2, 30, generator=torch.Generator().manual_seed(1))
    points = climb(Lbfgs(longest=0.02), start, lambda x: x + 0.5, 12)  # a valley: all is upwards
    for before, after in pairwise(points):
        assert float((after - before).abs().mean(1).max()) <= 0.0201
        assert float(((after - before) * (before + 0.5)).sum(1).min()) > 0


def test_adams_rate_falls_to_its_final_share():
    steady = torch.ones(1, 4)
    advance = Adam(rate=0.1, final=0.2).start(steady, 0.5)
    steps = [float(advance(steady, progress).mean()) for progress in (0.0, 0.5, 1.0)]
    assert steps == pytest.approx([0.05, 0.03, 0.01], rel=1e-4)


@pytest.mark.parametrize("optimiser", [Adam(), Normalised(), NAdam(), Sgd(), Lbfgs()])
def test_each_picture_of_a_batch_is_stepped_as_if_alone(optimiser):
    gradients = torch.randn(4, 3, 3, 7, 9) * torch.tensor([1e-6, 1.0, 1e3])[:, None, None, None]
    together = optimiser.start(gradients[0], 1.0)
    alone = [optimiser.start(one, 1.0) for one in gradients[0].split(1)]
    for gradient in gradients:
        single = [step(one, 0.3) for step, one in zip(alone, gradient.split(1), strict=True)]
        torch.testing.assert_close(together(gradient.clone(), 0.3), torch.cat(single))
