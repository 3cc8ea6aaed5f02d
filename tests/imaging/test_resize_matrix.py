"""The matrix against torch's own interpolation and its definition at fractions of a pixel."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from dreamgen.imaging.resize_matrix import make_resize_matrix

LINE = torch.rand(1, 2, 41, dtype=torch.float64, generator=torch.Generator().manual_seed(5))


@pytest.mark.parametrize("count", [7, 20, 41, 60, 123])
def test_a_whole_line_is_resized_as_torch_does_it(count):
    matrix = make_resize_matrix(41, 0, 41, count, LINE)
    expected = F.interpolate(LINE[..., None, :], (1, count), mode="bilinear", antialias=True)
    torch.testing.assert_close(LINE @ matrix.T, expected[..., 0, :])


def test_a_part_is_taken_at_fractions_of_a_pixel():
    ramp = torch.arange(41, dtype=torch.float64)
    found = make_resize_matrix(41, 10.25, 4.0, 4, ramp) @ ramp
    # The first of four pixels from 10.25 on has its middle at 10.75, pixel 10's being at 10.5.
    torch.testing.assert_close(found, torch.tensor([10.25, 11.25, 12.25, 13.25]).double())
