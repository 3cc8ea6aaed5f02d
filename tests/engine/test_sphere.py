"""The camera in a panorama against points on the sphere, and its gradient against autograd's."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import torch

from dreamgen.engine.sphere import SphereView, _draw_rotation, _Look, smooth_poles, turn_poles
from dreamgen.engine.wrapping import wrap_regularisers
from dreamgen.regularisers.blur import Blur

HEIGHT, WIDTH = 64, 128


def make_panorama(colour_at):
    """A panorama, (1, 3, H, W), whose colour is a function of the direction (x, y, z)."""
    longitude = ((torch.arange(WIDTH) + 0.5) / WIDTH * 2 - 1) * math.pi
    latitude = ((torch.arange(HEIGHT)[:, None] + 0.5) / HEIGHT - 0.5) * math.pi
    x = torch.cos(latitude) * torch.sin(longitude)
    y = torch.sin(latitude).expand(HEIGHT, WIDTH)
    z = torch.cos(latitude) * torch.cos(longitude)
    return torch.stack(colour_at(x, y, z))[None]


def test_rotations_are_rotations_and_look_everywhere_alike():
    rng = random.Random(2)
    rotations = [_draw_rotation(rng) for _ in range(2000)]
    for rotation in rotations[:20]:
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(rotation) == pytest.approx(1)
    ahead = np.array([rotation[:, 2] for rotation in rotations])
    np.testing.assert_allclose(ahead.mean(0), 0, atol=0.05)
    np.testing.assert_allclose(ahead.T @ ahead / len(ahead), np.eye(3) / 3, atol=0.03)


@pytest.mark.parametrize("seed", range(4))
def test_a_view_shows_what_lies_in_its_direction(seed):
    panorama = make_panorama(lambda x, y, z: (0.5 + x / 2, 0.5 + y / 2, 0.5 + z / 2))
    rotation = _draw_rotation(random.Random(seed))
    view = _Look.apply(panorama, rotation)
    side = view.shape[3]
    assert view.shape == (1, 3, 64, 64)
    for row, column in [(0, 0), (31, 31), (10, 50), (63, 20)]:
        ray = np.array([(2 * column + 1) / side - 1, (2 * row + 1) / side - 1, 1.0])
        expected = 0.5 + rotation @ (ray / np.linalg.norm(ray)) / 2
        np.testing.assert_allclose(view[0, :, row, column], expected, atol=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_the_gradient_is_what_finite_differences_say(seed):
    smooth = make_panorama(lambda x, y, z: (x * y + 0.5, y * z + 0.5, x + 0.2 * z * z))
    direction = make_panorama(lambda x, y, z: (z, x * z, y - z * x))
    view = SphereView()

    def measure(panorama):
        seen = view.view(panorama, random.Random(seed))
        return (seen.square() * torch.linspace(0, 1, 64)).mean().double()

    leaf = smooth.clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(measure(leaf), leaf)
    step = 1e-2
    expected = (measure(smooth + step * direction) - measure(smooth - step * direction)) / (
        2 * step
    )
    assert float((gradient * direction).sum()) == pytest.approx(float(expected), rel=0.05, abs=2e-3)


def test_smoothing_leaves_the_equator_and_levels_the_poles():
    noise = torch.randn(1, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(1))
    smooth = smooth_poles(noise)
    middle = slice(HEIGHT // 2 - 3, HEIGHT // 2 + 3)
    assert float((smooth - noise)[:, :, middle].std()) < 0.4
    assert float(smooth[:, :, 0].std(2).max()) < 0.3
    torch.testing.assert_close(smooth.mean(3), noise.mean(3))
    # A picture that is smooth on the sphere stays what it is.
    round_one = make_panorama(lambda x, y, z: (x, y * z, x * z))
    torch.testing.assert_close(smooth_poles(round_one), round_one, atol=0.03, rtol=0)


def test_turning_the_poles_twice_turns_them_back():
    given = make_panorama(lambda x, y, z: (x, y * z, x * z + y))
    turned = make_panorama(lambda x, y, z: (-x, z * y, -x * y + z))
    torch.testing.assert_close(turn_poles(given), turned, atol=0.01, rtol=0)
    torch.testing.assert_close(turn_poles(turn_poles(given)), given, atol=0.02, rtol=0)


@pytest.mark.parametrize("latitude", [0, 40, 60, 75, 90])
def test_a_blur_is_as_wide_in_all_directions_anywhere_on_the_sphere(latitude):
    angle = math.radians(latitude)
    middle = (0.0, math.sin(angle), math.cos(angle))

    def draw_spot(x, y, z):
        away = torch.acos((x * middle[0] + y * middle[1] + z * middle[2]).clamp(-1, 1))
        return (torch.exp(-((away / 0.05) ** 2) / 2),) * 3

    _, blur = wrap_regularisers([Blur(start=2.0, end=2.0)], "sphere")
    found = blur.gradient(make_panorama(draw_spot), 0.0)[0, 0].clamp(min=0)
    # How far east and how far south of the spot's middle each place lies.
    places = make_panorama(lambda x, y, z: (x, y * middle[2] - z * middle[1]))[0]
    spreads = [measure_spread(along, found) for along in places]
    assert spreads == pytest.approx([0.134, 0.134], rel=0.16)  # as at the equator


def measure_spread(along, found):
    """Return the standard deviation of coordinates over the sphere, by how much is found there."""
    latitude = ((torch.arange(HEIGHT)[:, None] + 0.5) / HEIGHT - 0.5) * math.pi
    share = found * torch.cos(latitude)
    return float((share * along.square()).sum() / share.sum()) ** 0.5


def test_all_places_of_the_sphere_move_alike():
    """The sum over many views of a gradient of 1 everywhere, evened out, is the same everywhere."""
    view, rng, total = SphereView(), random.Random(5), torch.zeros(1, 3, HEIGHT, WIDTH)
    for _ in range(600):
        leaf = torch.zeros(1, 3, HEIGHT, WIDTH, requires_grad=True)
        (gradient,) = torch.autograd.grad(view.view(leaf, rng).sum(), leaf)
        total += view.gradient(gradient, 0.0)
    rows = total[0, 0].mean(1)
    assert float(rows.std() / rows.mean()) < 0.12
