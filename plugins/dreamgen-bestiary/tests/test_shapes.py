"""Distances, held against the nearest of many points on the outline."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from dreamgen_bestiary.drawing import shapes
from dreamgen_bestiary.drawing.fields import cells, hash_cell

GRID = np.linspace(-1, 1, 41)
X, Y = np.meshgrid(GRID, GRID)


def nearest(outline: np.ndarray) -> np.ndarray:
    """Return each place's distance to the nearest point of an outline, (N, 2)."""
    apart = np.stack([X, Y], -1)[:, :, None] - outline
    return np.sqrt((apart**2).sum(-1)).min(-1)


def measured(function, *words) -> np.ndarray:
    x, y = (torch.tensor(axis, dtype=torch.float32)[None] for axis in (X, Y))
    return function(x, y, *words)[0].numpy()


def line(start, end, count=400) -> np.ndarray:
    share = np.linspace(0, 1, count)[:, None]
    return np.asarray(start) + (np.asarray(end) - np.asarray(start)) * share


def test_circle_and_box():
    turn = np.linspace(0, 2 * np.pi, 2000)
    circle = np.stack([0.6 * np.cos(turn), 0.6 * np.sin(turn)], -1)
    found = measured(shapes.circle, 0.6)
    assert np.allclose(np.abs(found), nearest(circle), atol=2e-3)
    assert ((found < 0) == (X**2 + Y**2 < 0.36)).all()
    corners = [(-0.5, -0.3), (0.5, -0.3), (0.5, 0.3), (-0.5, 0.3), (-0.5, -0.3)]
    sides = np.concatenate([line(*pair) for pair in itertools.pairwise(corners)])
    found = measured(shapes.box, 0.5, 0.3)
    assert np.allclose(np.abs(found), nearest(sides), atol=4e-3)
    assert ((found < -1e-6) == ((np.abs(X) < 0.5 - 1e-6) & (np.abs(Y) < 0.3 - 1e-6))).all()


def test_an_ellipse_is_right_near_its_outline():
    turn = np.linspace(0, 2 * np.pi, 4000)
    outline = np.stack([0.7 * np.cos(turn), 0.4 * np.sin(turn)], -1)
    found = measured(shapes.ellipse, 0.7, 0.4)
    near = nearest(outline) < 0.08
    assert np.allclose(np.abs(found)[near], nearest(outline)[near], atol=0.015)


def test_a_limb_tapers():
    found = measured(shapes.limb, (-0.5, 0.0), (0.5, 0.0), 0.3, 0.1)
    middle = found[20]  # along the x axis
    assert np.isclose(middle[10], -0.3, atol=1e-3)  # at its thick end's middle
    assert np.isclose(middle[30], -0.1, atol=1e-3)
    above = [(abs(y) - 0.2) for y in GRID]
    assert np.allclose(found[:, 20], above, atol=1e-3)


def test_a_curve_follows_its_points():
    points = [(-0.8, 0.5), (0.0, -1.2), (0.8, 0.5)]
    share = np.linspace(0, 1, 2000)[:, None]
    p, q, r = (np.asarray(point) for point in points)
    spine = (1 - share) ** 2 * p + 2 * share * (1 - share) * q + share**2 * r
    x, y = (torch.tensor(axis, dtype=torch.float32)[None] for axis in (X, Y))
    distance, along = shapes.curve(x, y, points, 0.1, pieces=24)
    assert np.allclose(distance[0].numpy(), nearest(spine) - 0.1, atol=8e-3)
    assert along.min() >= 0
    assert along.max() <= 1
    assert along[0, 30, 0] < 0.1 < 0.9 < along[0, 30, -1]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_polygon_is_the_same_either_way_round(turn):
    corners = [(-0.6, -0.5), (0.6, -0.5), (0.0, 0.7)][::turn]
    found = measured(shapes.polygon, *corners)
    assert found[20, 20] < 0
    assert found[0, 20] > 0
    assert np.isclose(found[20, 20], -min(nearest(line(a, b))[20, 20] for a, b in
                      zip(corners, corners[1:] + corners[:1], strict=True)), atol=5e-3)  # fmt: skip


def test_union_and_what_is_cut_out():
    a, b = torch.tensor([-0.2, 0.5, 0.3]), torch.tensor([0.1, -0.4, 0.3])
    assert torch.equal(shapes.union(a, b), torch.minimum(a, b))
    melted = shapes.union(a, b, smooth=0.2)
    assert torch.allclose(melted[:2], torch.minimum(a, b)[:2])
    assert melted[2] < 0.3
    assert torch.equal(shapes.without(a, b), torch.maximum(a, -b))
    assert torch.equal(shapes.both(a, b), torch.maximum(a, b))


def test_cells_tell_the_nearest_centre():
    place = torch.linspace(-2.9, 3.1, 37)
    x, y = torch.meshgrid(place, place, indexing="xy")
    found = cells(x[None], y[None], 0.6, seed=3.0)
    lattice = torch.arange(-6.0, 8.0)
    i, j = torch.meshgrid(lattice, lattice, indexing="xy")
    across = i + 0.5 + 0.6 * (hash_cell(i, j, 3.0) - 0.5)
    down = j + 0.5 + 0.6 * (hash_cell(i, j, 8.3) - 0.5)
    apart = (x[..., None] - across.flatten()) ** 2 + (y[..., None] - down.flatten()) ** 2
    two = apart.sort(-1).values[..., :2].sqrt()
    assert torch.allclose(found.nearest[0], two[..., 0], atol=1e-4)
    assert (found.edge >= -1e-5).all()
