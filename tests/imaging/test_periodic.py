"""Periodic pictures against rolled and tiled ones, and Moisan's definition solved directly."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dreamgen.imaging.periodic import X, Y, cut_around, make_periodic, pad_around, resize_around
from dreamgen.imaging.strips import resize

PICTURE = torch.rand(2, 3, 12, 18, generator=torch.Generator().manual_seed(7))


@pytest.mark.parametrize("dims", [(X,), (Y,), (Y, X)])
@pytest.mark.parametrize("margin", [0, 3, 12])
def test_a_margin_is_numpys_wrap_and_is_cut_off_again(dims, margin):
    padded = pad_around(PICTURE, margin, dims)
    widths = [(0, 0), (0, 0), *((margin if dim in dims else 0,) * 2 for dim in (Y, X))]
    np.testing.assert_array_equal(padded, np.pad(PICTURE.numpy(), widths, mode="wrap"))
    assert torch.equal(cut_around(padded, PICTURE.shape[2:], dims), PICTURE)


def test_resizing_around_knows_no_border():
    rolled = resize_around(PICTURE.roll((4, 6), (Y, X)), (18, 27), (Y, X))
    torch.testing.assert_close(
        rolled, resize_around(PICTURE, (18, 27), (Y, X)).roll((6, 9), (Y, X))
    )


def test_resizing_around_is_plain_resizing_far_from_the_borders():
    large = torch.rand(1, 3, 60, 90, generator=torch.Generator().manual_seed(1))
    around, plain = resize_around(large, (40, 60), (X,)), resize(large, (40, 60))
    torch.testing.assert_close(around[..., 5:-5], plain[..., 5:-5])
    assert not torch.allclose(around[..., :1], plain[..., :1])
    assert resize_around(large, (60, 90), (X,)) is large


def solve_periodic(picture: np.ndarray) -> np.ndarray:
    """Moisan's minimum, as least squares: p has no jump at the borders, and u - p no detail."""
    height, width = picture.shape
    count, rows, right = height * width, [], []

    def number(y, x):
        return (y % height) * width + x % width

    for y in range(height):
        for x in range(width):
            for other, crosses in (
                (number(y + 1, x), y + 1 == height),
                (number(y, x + 1), x + 1 == width),
            ):
                row = np.zeros(count)
                row[other], row[number(y, x)] = 1, -1
                rows.append(row)
                right.append(0 if crosses else picture.flat[other] - picture.flat[number(y, x)])
    rows.append(np.full(count, 1.0))
    right.append(picture.sum())
    return np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0].reshape(height, width)


def test_the_periodic_component_is_moisans():
    small = PICTURE[:1, :, :6, :7].double()
    found = make_periodic(small, (Y, X))
    for own, plane in zip(found[0].numpy(), small[0].numpy(), strict=True):
        np.testing.assert_allclose(own, solve_periodic(plane), atol=1e-6)


def test_the_jump_is_gone_along_the_dimensions_asked_for():
    ramp = torch.linspace(0, 1, 64).expand(1, 3, 48, 64)
    across = make_periodic(ramp, (X,))
    seam = (across[..., 0] - across[..., -1]).abs().max()
    assert seam < 0.1 * (ramp[..., 0] - ramp[..., -1]).abs().max()
    torch.testing.assert_close(make_periodic(ramp, (Y,)), ramp, atol=1e-5, rtol=0)
