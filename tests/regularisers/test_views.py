"""Random views against Pillow, torch's own functions and their formulas."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import torch
from PIL import Image
from pydantic import ValidationError
from torch.nn import functional as F

from dreamgen.imaging.gaussian import gaussian_blur
from dreamgen.regularisers.colour_jitter import ColourJitter
from dreamgen.regularisers.crop import Crop
from dreamgen.regularisers.noise import Noise
from dreamgen.regularisers.pad import Pad
from dreamgen.regularisers.perspective import Perspective, find_homography

PICTURE = torch.rand(1, 3, 60, 84, generator=torch.Generator().manual_seed(4))
SMOOTH = gaussian_blur(torch.rand(1, 3, 80, 120, generator=torch.Generator().manual_seed(1)), 4.0)
VIEWS = [Crop(), Crop(size=0), Noise(), ColourJitter(), Pad(), Perspective()]


class FixedDraws(random.Random):
    """Draws that are given beforehand, as shares of the range."""

    def __init__(self, *shares: float):
        super().__init__()
        self._shares = list(shares)

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self._shares.pop(0)


def test_crop_is_a_slice_resized_as_torch_does_it():
    # Half of each side, from pixel 15 of 30 and from pixel 21 of 42.
    found = Crop(smallest=0.5, largest=0.5, size=20).view(PICTURE, FixedDraws(0, 0.5, 0.5))
    part = PICTURE[:, :, 15:45, 21:63]
    expected = F.interpolate(part, (20, 28), mode="bilinear", antialias=True)
    # Where a slice ends the filter may not look further; the crop may.
    torch.testing.assert_close(found[..., 1:-1, 1:-1], expected[..., 1:-1, 1:-1])


def test_crop_shows_parts_of_5_to_50_percent_from_everywhere():
    ramp = torch.stack(torch.meshgrid(torch.arange(400.0), torch.arange(600.0), indexing="ij"))
    rng = random.Random(3)
    shares, tops = [], []
    for _ in range(300):
        view = Crop(size=40).view(ramp[None], rng)
        assert view.shape == (1, 2, 40, 60)
        shares.append(float(view[0, 0].max() - view[0, 0].min()) / (39 / 40 * 400))
        tops.append(float(view[0, 0].min()))
        wide = float(view[0, 1].max() - view[0, 1].min()) / (59 / 60 * 600)
        assert wide == pytest.approx(shares[-1], abs=0.01)
    assert 0.04 < min(shares) < 0.07
    assert 0.48 < max(shares) < 0.51
    assert min(tops) < 15
    assert max(tops) > 330


def test_crop_keeps_the_size_asked_for_and_takes_no_part_too_small_to_see():
    assert Crop(size=0).view(PICTURE, random.Random(0)).shape == PICTURE.shape
    view = Crop(smallest=0.05, largest=0.05, size=60).view(PICTURE, FixedDraws(0, 0, 0))
    expected = F.interpolate(PICTURE[..., :17, :23], (64, 86), mode="bilinear")
    torch.testing.assert_close(view[..., :8, :8], expected[..., :8, :8], atol=0.02, rtol=0)


def test_crops_in_the_wrong_order_are_refused():
    with pytest.raises(ValidationError, match="smallest must not be more than largest"):
        Crop(smallest=0.6, largest=0.5)


def test_the_gradient_of_a_crop_is_the_derivative():
    picture = PICTURE[:, :, :20, :24].double().requires_grad_(True)
    crop = Crop(smallest=0.8, largest=0.9, size=7)
    assert torch.autograd.gradcheck(lambda x: crop.view(x, random.Random(2)), picture)


def test_noise_is_white_and_of_the_deviation_asked_for():
    flat = torch.zeros(1, 3, 128, 128)
    rng = random.Random(8)
    one, other = (Noise(deviation=0.1).view(flat, rng) for _ in range(2))
    assert float(one.std()) == pytest.approx(0.1, rel=0.03)
    assert abs(float((one * one.roll(1, 3)).mean())) < 3e-4
    assert abs(float((one * other).mean())) < 3e-4
    assert torch.equal(one, Noise(deviation=0.1).view(flat, random.Random(8)))


def test_noise_fades_evenly_to_its_final_deviation():
    flat = torch.zeros(1, 3, 128, 128)
    fading = Noise(deviation=0.4, final=0.1)
    for progress, deviation in [(0.0, 0.4), (0.5, 0.25), (1.0, 0.1)]:
        found = fading.at(progress).view(flat, random.Random(8))
        assert float(found.std()) == pytest.approx(deviation, rel=0.03)


def test_colour_jitter_is_a_shift_and_a_scale_of_each_channel():
    draws = [0.5, 0.5, 1.0, 0.0, 0.25, 1.0]
    found = ColourJitter(shift=1.0, spread=1.0).view(PICTURE, FixedDraws(*draws))
    red, green, blue = PICTURE[0]
    expected = torch.stack([red, (green - 1) / math.e, (blue + 0.5) * math.e])
    torch.testing.assert_close(found[0], expected)


def test_pad_moves_the_picture_inwards():
    view = Pad(pixels=5, level=0.25).view(PICTURE, random.Random())
    assert view.shape == (1, 3, 70, 94)
    assert torch.equal(view[:, :, 5:-5, 5:-5], PICTURE)
    assert float(view[:, :, :5].std()) == 0
    assert float(view[0, 0, 0, 0]) == 0.25


def test_a_homography_takes_four_places_to_four_others():
    places = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    images = [(-1.2, -0.9), (0.8, -1.1), (1.1, 0.7), (-0.9, 1.3)]
    matrix = find_homography(places, images)
    for place, image in zip(places, images, strict=True):
        found = matrix @ [*place, 1]
        np.testing.assert_allclose(found[:2] / found[2], image, atol=1e-12)


DRAWS = (0.1, 0.3, 0.8, 0.2, 0.6, 0.9, 0.4, 0.7)


def test_perspective_is_what_pillow_makes_of_the_same_corners():
    reach, (height, width) = 0.3, SMOOTH.shape[2:]
    view = Perspective(distortion=reach).view(SMOOTH, FixedDraws(*DRAWS))
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    moved = [
        (x + reach * (2 * a - 1), y + reach * (2 * b - 1))
        for (x, y), a, b in zip(corners, DRAWS[::2], DRAWS[1::2], strict=True)
    ]
    scale = np.array([[width / 2, 0, width / 2], [0, height / 2, height / 2], [0, 0, 1]])
    matrix = scale @ find_homography(corners, moved) @ np.linalg.inv(scale)
    plane = Image.fromarray(SMOOTH[0, 0].numpy())
    coefficients = (matrix / matrix[2, 2]).flatten()[:8]
    theirs = plane.transform(
        plane.size, Image.Transform.PERSPECTIVE, list(coefficients), Image.Resampling.BILINEAR
    )
    expected = np.asarray(theirs)
    inside = expected > 0  # Pillow leaves black what lies outside
    assert 0.6 < inside.mean() < 1
    np.testing.assert_allclose(view[0, 0].numpy()[inside], expected[inside], atol=2e-3)


def test_perspective_carries_the_gradient_back_to_where_autograd_would():
    ours, theirs = (SMOOTH.clone().requires_grad_(True) for _ in range(2))
    pull = torch.zeros_like(SMOOTH)
    pull[:, :, 24:56, 36:84] = 1  # far from the border, where the two treat mirrors differently
    pull = gaussian_blur(pull, 4.0)
    seen = Perspective(distortion=0.3).view(ours, FixedDraws(*DRAWS))
    (found,) = torch.autograd.grad(seen, ours, pull)
    corners = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    moved = [
        (x + 0.3 * (2 * a - 1), y + 0.3 * (2 * b - 1))
        for (x, y), a, b in zip(corners, DRAWS[::2], DRAWS[1::2], strict=True)
    ]
    matrix = torch.tensor(find_homography(corners, moved)).float()
    x = (2 * torch.arange(120) + 1) / 120 - 1
    y = (2 * torch.arange(80)[:, None] + 1) / 80 - 1
    points = torch.stack([x.expand(80, 120), y.expand(80, 120), torch.ones(80, 120)], -1)
    points = points @ matrix.T
    grid = (points[..., :2] / points[..., 2:])[None]
    plain = F.grid_sample(theirs, grid, padding_mode="reflection", align_corners=False)
    torch.testing.assert_close(seen, plain, atol=1e-5, rtol=0)
    (expected,) = torch.autograd.grad(plain, theirs, pull)
    smooth, reference = gaussian_blur(found, 2), gaussian_blur(expected, 2)
    torch.testing.assert_close(smooth, reference, atol=0.03, rtol=0)
    assert float(reference.max()) > 0.8


@pytest.mark.parametrize("part", VIEWS, ids=lambda part: type(part).__name__)
def test_the_same_seed_gives_the_same_view_and_another_a_different_one(part):
    one, again, other = (part.view(PICTURE, random.Random(seed)) for seed in (1, 1, 2))
    assert torch.equal(one, again)
    if not isinstance(part, Pad):
        assert not torch.equal(one, other)


@pytest.mark.parametrize("part", VIEWS, ids=lambda part: type(part).__name__)
def test_what_a_view_shows_of_a_gradient_is_neither_lost_nor_made(part):
    """A sum over the view is moved by the picture's sum, by as much as finite differences say."""
    picture = SMOOTH.clone().requires_grad_(True)
    weights = torch.linspace(0, 1, SMOOTH.shape[3])

    def measure(x):
        view = part.view(x, random.Random(6))
        return (view * F.interpolate(weights[None, None], view.shape[3])[0, 0]).mean().double()

    (gradient,) = torch.autograd.grad(measure(picture), picture)
    direction = gaussian_blur(
        torch.randn(SMOOTH.shape, generator=torch.Generator().manual_seed(3)), 8
    )
    step = 1.0 * direction
    expected = measure(SMOOTH + step) - measure(SMOOTH - step)
    assert float((2 * gradient * step).sum()) == pytest.approx(float(expected), rel=0.2, abs=2e-3)
