"""Resampling against Pillow and against colours whose mixture is known."""

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.imaging.bands import Bands
from dreamgen.imaging.resampling import resample

NOISE = np.random.default_rng(1).integers(90, 166, (40, 60, 3), np.uint8)  # no overshoot is cut off


@pytest.mark.parametrize("target", [(30, 20), (90, 60)])
def test_opaque_pixels_are_pillows_lanczos_within_rounding(target):
    image = Image.fromarray(NOISE)
    expected = np.asarray(image.resize(target, Image.Resampling.LANCZOS), np.float32) / 255
    picture = resample(Bands.of(list(image.split())), target)
    assert picture.alpha is None
    np.testing.assert_allclose(picture.pixels.permute(1, 2, 0).numpy(), expected, atol=1.5 / 255)


def test_another_aspect_takes_the_middle():
    values = np.zeros((40, 120), np.float32)
    values[:, 40:80] = 1
    assert resample(Bands([Image.fromarray(values)]), (20, 20)).pixels[:, :, 2:-2].min() > 0.99


def test_a_transparent_edge_has_no_fringe():
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, 20:] = (255, 0, 0, 255)  # beside black of no opacity
    picture = resample(Bands.of(list(Image.fromarray(pixels, "RGBA").split())), (15, 15))
    red, green, _ = picture.pixels
    assert torch.allclose(red, torch.ones_like(red), atol=1e-5), "no black comes through"
    assert torch.allclose(green, 1 - picture.alpha[0], atol=1e-5)
