from __future__ import annotations

import pytest
import torch

from dreamgen.optimisers.adam import Adam
from dreamgen.optimisers.normalised import Normalised


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


@pytest.mark.parametrize("optimiser", [Adam(), Normalised()])
def test_each_picture_of_a_batch_is_stepped_as_if_alone(optimiser):
    gradients = torch.randn(4, 3, 3, 7, 9) * torch.tensor([1e-6, 1.0, 1e3])[:, None, None, None]
    together = optimiser.start(gradients[0], 1.0)
    alone = [optimiser.start(one, 1.0) for one in gradients[0].split(1)]
    for gradient in gradients:
        single = [step(one, 0.3) for step, one in zip(alone, gradient.split(1), strict=True)]
        torch.testing.assert_close(together(gradient.clone(), 0.3), torch.cat(single))
