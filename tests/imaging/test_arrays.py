from __future__ import annotations

import numpy as np
import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.imaging.arrays import bands_of_array

LEVELS = np.random.default_rng(0).integers(0, 256, (20, 30, 4), dtype=np.uint8)


def stack(given) -> np.ndarray:
    """Return the bands that are read of an array, (C, H, W)."""
    return np.stack([np.asarray(band) for band in bands_of_array(given).all])


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_channels_may_come_first_or_last(channels):
    last = LEVELS[:, :, :channels]
    first = np.moveaxis(last, 2, 0)
    expected = np.moveaxis(last, 2, 0)
    for given in (last, first, first[None], torch.from_numpy(last.copy())):
        np.testing.assert_array_equal(stack(given), expected)
    np.testing.assert_array_equal(stack(first / 255.0), expected / np.float32(255))


def test_grey_booleans_and_every_kind_of_number_are_read():
    grey = LEVELS[:, :, 0]
    half = torch.from_numpy(grey / 255.0)
    np.testing.assert_array_equal(stack(grey.astype(np.int64))[0], grey)
    for given in (half, half.float().requires_grad_()):
        np.testing.assert_array_equal(stack(given)[0], half.float().numpy())
    assert np.abs(stack(half.bfloat16())[0] * 255 - grey).max() <= 0.51
    np.testing.assert_array_equal(stack(grey > 99)[0], (grey > 99) * 255)


def test_floats_are_not_rounded_to_levels():
    values = np.array([[0.1234567, 0.5000001], [-0.3, 1.7]], np.float32)
    np.testing.assert_array_equal(stack(values)[0], values.clip(0, 1))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.zeros((3, 20, 3)), "could have its channels first or last"),
        (np.zeros((5, 20, 7)), r"ndarray of shape \(5, 20, 7\) is no picture"),
        (torch.zeros(2, 3, 20, 20), r"Tensor of shape \(2, 3, 20, 20\) is no picture"),
        (np.zeros((0, 20)), "is no picture"),
        (np.full((20, 20), 65535, np.uint16), "values from 65535 to 65535: .* in 0..255"),
        (np.full((20, 20), 254.0), "values from 254 to 254: floats must be in 0..1"),
        (np.full((20, 20), np.nan), "not finite"),
        (np.array([["a"]]), "an object of type ndarray is no picture; give a path"),
        ({"a": 1}, "an object of type dict is no picture"),
    ],
)
def test_what_is_no_picture_is_refused(given, said):
    with pytest.raises(BadInput, match=said) as refusal:
        bands_of_array(given)
    assert "\n" not in str(refusal.value)
