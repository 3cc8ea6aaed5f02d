"""Opacity from recorded gradients against numpy."""

from __future__ import annotations

import numpy as np
import torch

from dreamgen.engine.opacity import GradientRecorder

GENERATOR = torch.Generator().manual_seed(6)


def test_gradients_are_added_up_over_steps_and_octaves():
    recorder = GradientRecorder()
    small = [torch.randn(2, 3, 20, 30, generator=GENERATOR) * scale for scale in (1e-6, 1.0)]
    large = torch.randn(2, 3, 40, 60, generator=GENERATOR)
    for gradient in (*small, large):
        assert recorder.gradient(gradient, 0.5) is gradient

    def strength(gradient):
        mean = gradient.abs().mean(1, keepdim=True)
        return mean / mean.mean((1, 2, 3), keepdim=True)

    # Nearest enlargement is near enough to bilinear once both are averaged over blocks.
    coarse = sum(strength(x) for x in small)
    expected = coarse + torch.nn.functional.avg_pool2d(strength(large), 2)
    found = torch.nn.functional.avg_pool2d(recorder._sum, 2)
    apart = (found - expected).abs().mean() / expected.std()
    assert float(apart) < 0.6
    correlation = np.corrcoef(found.flatten(), expected.flatten())[0, 1]
    assert correlation > 0.9


def test_the_strongest_fifth_is_opaque_and_quiet_places_are_clear():
    recorder = GradientRecorder()
    gradient = torch.randn(1, 3, 100, 100, generator=GENERATOR)
    gradient[..., :50] *= 0.01
    for _ in range(5):
        recorder.gradient(gradient, 0.0)
    opacity = recorder.measure_opacity(torch.zeros(1, 3, 100, 100))[0, 0]
    assert float(opacity[:, :40].max()) < 0.05
    assert float(opacity[:, 60:].min()) > 0.3
    assert abs(float((opacity == 1).float().mean()) - 0.2) < 0.01


def test_each_picture_of_a_batch_has_its_own_opacity():
    gradients = (
        torch.randn(3, 3, 24, 32, generator=GENERATOR)
        * torch.tensor([1e-5, 1, 9])[:, None, None, None]
    )
    together, alone = GradientRecorder(), [GradientRecorder() for _ in range(3)]
    together.gradient(gradients, 0.0)
    for one, part in zip(alone, gradients.split(1), strict=True):
        one.gradient(part, 0.0)
    pictures = torch.zeros(3, 3, 24, 32)
    expected = torch.cat([one.measure_opacity(pictures[:1]) for one in alone])
    torch.testing.assert_close(together.measure_opacity(pictures), expected)


def test_what_was_never_dreamed_is_opaque():
    assert (GradientRecorder().measure_opacity(torch.zeros(2, 3, 4, 5)) == 1).all()
