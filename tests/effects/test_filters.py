"""Filters of effects against exact ones."""

import pytest
import torch

from dreamgen.effects.filters import blur, pixels_per_unit, warp
from dreamgen.imaging.gaussian import gaussian_blur

NOISE = torch.rand(3, 120, 200, generator=torch.Generator().manual_seed(1))


def test_a_unit_is_a_thousandth_of_the_longest_side():
    assert pixels_per_unit(torch.zeros(3, 500, 2000)) == 2


def test_a_narrow_blur_is_a_gaussian_of_its_length():
    torch.testing.assert_close(blur(NOISE, 10), gaussian_blur(NOISE[None], 2.0, 7)[0])


@pytest.mark.parametrize("length", [10, 30])
def test_a_broad_blur_on_a_smaller_copy_comes_close_to_the_exact_one(length):
    noise = torch.rand(1, 400, 600, generator=torch.Generator().manual_seed(2))
    exact = gaussian_blur(noise[None], 0.6 * length)[0]
    assert (blur(noise, length) - exact).std() < 0.35 * exact.std()


def test_warp_by_whole_pixels_shifts_and_repeats_the_border():
    shifted = warp(NOISE, 5.0, -3.0)
    torch.testing.assert_close(shifted[:, 3:, :-5], NOISE[:, :-3, 5:], atol=1e-4, rtol=0)
    torch.testing.assert_close(shifted[:, 0, :-5], NOISE[:, 0, 5:], atol=1e-4, rtol=0)


def test_warp_takes_a_shift_for_each_pixel():
    right = torch.zeros(1, 120, 200)
    right[:, :, 100:] = -100.0
    warped = warp(NOISE, right, 0.0)
    torch.testing.assert_close(warped[:, :, :100], NOISE[:, :, :100], atol=1e-4, rtol=0)
    torch.testing.assert_close(warped[:, :, 100:], NOISE[:, :, :100], atol=1e-4, rtol=0)
