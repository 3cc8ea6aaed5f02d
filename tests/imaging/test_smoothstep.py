"""Smoothstep of tensors, arrays and numbers against its formula."""

import numpy as np
import pytest
import torch

import dreamgen
from dreamgen.imaging.smoothstep import smoothstep

PLACES = np.linspace(-1, 4, 51)


def formula(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return 3 * share**2 - 2 * share**3


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.5, 3.0), (2.0, -0.5)])
def test_every_kind_of_values_follows_the_formula(low, high):
    expected = [formula(value, low, high) for value in PLACES]
    np.testing.assert_allclose(smoothstep(PLACES, low, high), expected, atol=1e-12)
    numbers = [smoothstep(float(value), low, high) for value in PLACES]
    np.testing.assert_allclose(numbers, expected, atol=1e-12)
    tensor = smoothstep(torch.from_numpy(PLACES), low, high)
    np.testing.assert_allclose(tensor.numpy(), expected, atol=1e-12)


def test_the_kind_and_precision_of_values_are_kept():
    assert isinstance(smoothstep(0.5), float)
    assert smoothstep(np.zeros(3, np.float32)).dtype == np.float32
    assert smoothstep(torch.zeros(3, dtype=torch.float16)).dtype == torch.float16


def test_ends_may_differ_from_place_to_place():
    low = torch.tensor([0.0, 1.0, 2.0])
    assert smoothstep(torch.full((3,), 1.5), low, low + 1).tolist() == [1.0, 0.5, 0.0]


def test_it_is_public():
    assert dreamgen.smoothstep is smoothstep
