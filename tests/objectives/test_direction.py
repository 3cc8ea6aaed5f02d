"""Directions and the files that hold them, against numpy."""

from __future__ import annotations

import io
import random
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.base import Activations, Target
from dreamgen.objectives.direction import Direction
from dreamgen.objectives.vectors import read_vector

MEAN, DEVIATION = torch.linspace(-1, 1, 6), torch.linspace(0.5, 2, 6)
SPREAD = (DEVIATION + 0.05 * DEVIATION.mean()).numpy()


def made(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


SEEN = {0.0: made(1, 6, 4, 4, seed=1), 1.0: made(1, 6, 3, 5, seed=2)}
"""What the layer sees in a black picture, and in a white one."""


def unasked(*_):
    raise AssertionError("not needed here")


def target():
    def activate(picture):
        return SEEN[float(picture.mean())]

    statistics = MEAN, DEVIATION
    return Target("mixed", 6, 1.0, random.Random(1), lambda: statistics, unasked, activate)


def files(data=b"", alpha=None):
    def read(name, size):
        shade = {"black.png": 0.0, "white.png": 1.0}[name]
        return Picture(torch.full((3, 8, 8), shade), alpha)

    class Files(SimpleNamespace):
        __call__ = staticmethod(read)

    return Files(data=lambda name: data)


def score(direction, activation, data=b"", alpha=None):
    read = direction.with_pictures(files(data, alpha))
    return float(read.bind([target()])(Activations([activation])))


def whiten(x):
    return (x[0].numpy() - MEAN.numpy()[:, None, None]) / SPREAD[:, None, None]


def expected(activation, direction, power):
    """The definition, place by place."""
    direction = direction / np.linalg.norm(direction)
    total, places = 0.0, whiten(activation).reshape(6, -1).T
    for place in places:
        dot = place @ direction
        total += dot * max(0.1, dot / np.linalg.norm(place)) ** power
    return total / len(places)


ACTIVATION = made(1, 6, 5, 7, seed=3)


@pytest.mark.parametrize("power", [0, 1, 2.5])
def test_a_pictures_direction_is_its_mean_activation(power):
    wanted = expected(ACTIVATION, whiten(SEEN[1.0]).mean((1, 2)), power)
    found = score(Direction(toward="white.png", cosine=power), ACTIVATION)
    assert found == pytest.approx(wanted, rel=1e-4)


def test_minus_leaves_the_difference_of_two_pictures():
    difference = whiten(SEEN[1.0]).mean((1, 2)) - whiten(SEEN[0.0]).mean((1, 2))
    found = score(Direction(toward="white.png", minus="black.png"), ACTIVATION)
    assert found == pytest.approx(expected(ACTIVATION, difference, 1), rel=1e-4)
    with pytest.raises(BadInput, match=r"white.png and white.png are alike at mixed"):
        score(Direction(toward="white.png", minus="white.png"), ACTIVATION)


def test_what_a_picture_hides_is_not_in_its_direction():
    alpha = torch.zeros(1, 4, 4)
    alpha[:, 1, 2] = 1
    wanted = expected(ACTIVATION, whiten(SEEN[0.0])[:, 1, 2], 1)
    found = score(Direction(toward="black.png"), ACTIVATION, alpha=alpha)
    assert found == pytest.approx(wanted, rel=1e-4)


def test_a_vectors_score_grows_with_its_dot_product_with_the_activation():
    """Over many activations the two are one straight line."""
    vector = np.array([0.5, -1, 2, 0, 3, -0.25], np.float32)
    lines = "\n".join(map(str, vector)).encode()
    found, dots = [], []
    for seed in range(5):
        activation = made(1, 6, 2, 2, seed=seed)
        found.append(score(Direction(toward="v.csv", cosine=0), activation, lines))
        dots.append(float(np.tensordot(vector, activation[0].numpy(), 1).mean()))
    assert np.corrcoef(found, dots)[0, 1] == pytest.approx(1, abs=1e-5)


def save_npy(values):
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.npy", save_npy(np.array([[1.5, -2, 3]]))),
        ("a.safetensors", save({"x": np.array([[[1.5]], [[-2]], [[3]]], np.float32)})),
        ("a.csv", b"1.5,-2,3\n"),
        ("a.TXT", b"1.5\n-2\n3"),
    ],
)
def test_vectors_are_read_from_each_kind_of_file(name, data):
    assert read_vector(data, name).tolist() == [1.5, -2, 3]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.npy", save_npy(np.ones((2, 3))), r"shape \(2, 3\), and must hold one vector"),
        ("a.npy", save_npy(np.array([object()])), "is no file of numbers"),
        ("a.npy", b"", "is no file of numbers"),
        ("a.csv", b"red, green", "is no file of numbers"),
        ("a.csv", b"0 0 0", "no direction"),
        ("a.csv", b"", "no direction"),
        ("a.csv", b"1 nan", "no direction"),
        ("a.safetensors", save({"x": np.ones(2), "y": np.ones(2)}), "holds 2 tensors"),
    ],
)
def test_files_that_hold_no_vector_are_refused(name, data, message):
    with pytest.raises(BadInput, match=message) as raised:
        read_vector(data, name)
    assert "\n" not in str(raised.value)


def test_a_vector_must_have_a_number_for_each_channel():
    with pytest.raises(BadInput, match=r"v\.csv holds 2 numbers, and layer mixed has 6 channels"):
        score(Direction(toward="v.csv"), ACTIVATION, b"1 2")
