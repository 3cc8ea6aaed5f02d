"""Random fields of effects: the same at any size, and as their names say."""

import random

import pytest
import torch
from torch.nn import functional as F

from dreamgen.effects.noise import fractal_noise, seed_generator, worley_noise


def test_one_seed_of_pythons_is_one_seed_of_torchs():
    first, second = (torch.rand(4, generator=seed_generator(random.Random(3))) for _ in range(2))
    assert torch.equal(first, second)


def test_fractal_noise_has_mean_zero_and_deviation_one():
    field = fractal_noise(torch.zeros(3, 90, 140), random.Random(1), 300, 10)
    assert field.shape == (1, 90, 140)
    assert float(field.mean()) == pytest.approx(0, abs=1e-5)
    assert float(field.std()) == pytest.approx(1, abs=1e-5)


def test_a_small_field_foretells_a_large_one():
    small, large = (
        fractal_noise(torch.zeros(3, side, side), random.Random(1), 400, 90) for side in (100, 300)
    )
    shrunk = F.interpolate(large[None], (100, 100), mode="area")[0]
    assert float(torch.corrcoef(torch.stack([small.flatten(), shrunk.flatten()]))[0, 1]) > 0.95


def test_worley_noise_is_the_second_nearest_points_distance_less_the_nearests():
    rng, size, side = random.Random(5), 125.0, 64
    found = worley_noise(torch.zeros(3, side, side), rng, size, sway=0.0)[0]
    # The same points: the first two draws bend the plane, here by nothing.
    again = random.Random(5)
    for _ in range(2):
        again.getrandbits(62)
    count = int(side / (size * side / 1000)) + 8
    points = torch.rand((count, count, 2), generator=seed_generator(again))
    rows, columns = torch.meshgrid(torch.arange(count), torch.arange(count), indexing="ij")
    spots = torch.stack([columns + points[..., 0], rows + points[..., 1]], -1).reshape(-1, 2)
    places = torch.arange(side) / (size * side / 1000) + 2
    for row, column in [(0, 0), (10, 50), (33, 7), (63, 63)]:
        place = torch.tensor([float(places[column]), float(places[row])])
        nearest, second = (spots - place).norm(dim=1).sort().values[:2]
        assert float(found[row, column]) == pytest.approx(size * float(second - nearest), abs=1e-2)
