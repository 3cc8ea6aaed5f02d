"""What fades in is newly seen, in the measure in which it comes; all else is as it was."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

pytest.importorskip("cv2")

from dreamgen.engine.film.dis import DenseInverseSearch
from dreamgen.engine.film.fading import FAINT, measure_fade
from dreamgen.engine.film.flow import Flow, measure_flow

SIZE = (96, 128)


def texture(height, width, seed=0):
    """Smooth noise, as a photograph out of focus."""
    noise = torch.rand(1, 3, height // 6, width // 6, generator=torch.Generator().manual_seed(seed))
    return F.interpolate(noise, (height, width), mode="bicubic").clamp(0, 1)[0]


STILL = Flow(torch.zeros(2, *SIZE), torch.ones(1, *SIZE))


def test_the_shares_of_a_fade_in_multiply_to_its_first_contrast_over_its_last():
    picture, left, steps = texture(*SIZE), torch.ones(1, *SIZE), 10
    for step in range(1, steps):
        before, now = (step * picture / steps, (step + 1) * picture / steps)
        left = left * (1 - measure_fade(STILL, before, now))
    assert left.numpy() == pytest.approx(1 / steps, abs=0.5 * (FAINT / 0.2 + 1 / steps))


@pytest.mark.parametrize("first", [texture(*SIZE, 5), torch.ones(3, *SIZE), torch.zeros(3, *SIZE)])
def test_another_picture_or_a_plain_one_that_gives_way_to_a_picture_is_a_fade(first):
    second = texture(*SIZE)
    shares = [
        float(measure_fade(STILL, first.lerp(second, at), first.lerp(second, at + 0.1)).mean())
        for at in (0.0, 0.5, 0.9)
    ]
    assert shares[1] > 0.07
    assert max(shares) <= 1
    assert measure_fade(STILL, second, second).max() == 0


def test_what_moves_stays_or_fades_out_has_not_faded_in():
    whole = texture(96, 132)
    before, now = whole[:, :, :128].contiguous(), whole[:, :, 4:].contiguous()
    flow = measure_flow(before, now, DenseInverseSearch())
    assert float(measure_fade(flow, before, now).mean()) < 0.01
    for gain in (1.0, 0.8, 0.3, 0.0):
        assert float(measure_fade(STILL, before, gain * before).max()) < 1e-3
    noisy = before + 0.02 * torch.randn(before.shape, generator=torch.Generator().manual_seed(1))
    assert float(measure_fade(STILL, before, noisy).mean()) < 0.02
