import numpy as np
import pytest

from dreamgen.imaging.masks import distance_to, fade_edges, protect_with_margin


@pytest.mark.parametrize("furthest", [1, 5, 30, 200])
@pytest.mark.parametrize("share", [0.002, 0.05, 1.0])
def test_distance_by_brute_force(furthest, share):
    inside = np.random.default_rng(furthest).random((37, 53)) < share
    inside[20, 11] = True
    ys, xs = np.nonzero(inside)
    rows, columns = np.mgrid[:37, :53]
    squares = ((rows[..., None] - ys) ** 2 + (columns[..., None] - xs) ** 2).min(axis=2)
    expected = np.minimum(np.sqrt(squares), furthest)
    assert np.allclose(distance_to(inside, furthest), expected, atol=1e-5)


def test_distance_in_a_very_wide_picture():
    inside = np.zeros((2, 40_000), bool)
    inside[0, 39_990] = True
    assert distance_to(inside, 20)[1, 39_987] == pytest.approx(10**0.5)


def test_a_clear_margin_and_then_a_soft_edge():
    inside = np.zeros((40, 40), bool)
    inside[20, 20] = True
    protected = protect_with_margin(inside)
    assert protected.shape == (1, 40, 40)
    assert protected[0, 20, 18:23].tolist() == [1] * 5
    assert 0 < protected[0, 20, 23] < 1
    assert protected[0, 20, 26:].max() == 0


def test_an_area_fades_in_from_its_edge_but_not_from_the_pictures():
    area = np.zeros((50, 50), np.float32)
    area[10:, 10:40] = 1
    faded = fade_edges(area)
    assert 0 < faded[10, 25] < 1
    assert faded[49, 25] == faded[30, 25] == 1
    assert faded[9].max() == 0
