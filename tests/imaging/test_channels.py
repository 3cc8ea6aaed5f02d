"""Channels reduced pairwise, against NumPy's own reductions."""

import numpy as np
import pytest

from dreamgen.imaging.channels import (
    find_differences,
    find_largest_channel,
    measure_channel_range,
)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_reductions_are_numpys(channels):
    values = np.random.default_rng(0).random((7, 5, channels), dtype=np.float32)
    np.testing.assert_array_equal(find_largest_channel(values), values.max(axis=2))
    np.testing.assert_array_equal(measure_channel_range(values), np.ptp(values, axis=2))


def test_difference_from_a_colour_and_from_a_picture():
    random = np.random.default_rng(1)
    first, second = random.random((2, 7, 5, 3))
    colour = np.array([0.2, 0.5, 0.9])
    np.testing.assert_array_equal(
        find_differences(first, colour), np.abs(first - colour).max(axis=2)
    )
    np.testing.assert_array_equal(
        find_differences(first, second), np.abs(first - second).max(axis=2)
    )
