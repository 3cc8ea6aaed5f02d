"""Gaussian blur against numpy's convolution."""

import math

import numpy as np
import pytest
import torch

from dreamgen.imaging import gaussian
from dreamgen.imaging.gaussian import gaussian_blur

NOISE = torch.randn(2, 3, 40, 56, generator=torch.Generator().manual_seed(2))


def convolve(plane: np.ndarray, sigma: float, radius: int) -> np.ndarray:
    weights = np.array([math.exp(-(k**2) / (2 * sigma**2)) for k in range(-radius, radius + 1)])
    weights /= weights.sum()
    padded = np.pad(plane, radius, mode="reflect")
    lines = np.apply_along_axis(np.convolve, 0, padded, weights, "valid")
    return np.apply_along_axis(np.convolve, 1, lines, weights, "valid")


@pytest.mark.parametrize(("sigma", "radius"), [(0.6, None), (1.5, None), (3.0, None), (3.0, 5)])
def test_it_is_a_convolution_with_reflected_borders(sigma, radius):
    blurred = gaussian_blur(NOISE, sigma, radius).numpy()
    for found, plane in zip(blurred.reshape(-1, 40, 56), NOISE.reshape(-1, 40, 56), strict=True):
        expected = convolve(plane.numpy(), sigma, radius or int(3 * sigma + 0.5))
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_kernel_wider_than_the_picture_is_cut_to_its_reflection():
    found = gaussian_blur(NOISE[:1, :1, :7], 20.0)[0, 0].numpy()
    np.testing.assert_allclose(found, convolve(NOISE[0, 0, :7].numpy(), 20.0, 6), atol=1e-5)


def test_no_blur_leaves_the_pictures_as_they_are():
    assert torch.equal(gaussian_blur(NOISE, 0.0), NOISE)


def test_it_does_the_same_upright_and_lying():
    transposed = gaussian_blur(NOISE.transpose(2, 3), 2.0).transpose(2, 3)
    torch.testing.assert_close(transposed, gaussian_blur(NOISE, 2.0))


@pytest.mark.parametrize("values", [1, 6 * 56 * 13, 6 * 56 * 39])
def test_strips_join_without_a_seam(values, monkeypatch):
    whole = gaussian_blur(NOISE, 1.5)
    monkeypatch.setattr(gaussian, "STRIP", values)
    assert torch.equal(gaussian_blur(NOISE, 1.5), whole)


def test_what_a_gpu_computes_is_what_a_processor_computes():
    padded = torch.nn.functional.pad(NOISE, (4,) * 4, mode="reflect")
    torch.testing.assert_close(gaussian._convolve(padded, 1.5, 4), gaussian_blur(NOISE, 1.5, 4))
