"""Each component in turn gives NaN, forward or backward, at its third step: it is named."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
import torch

from dreamgen.engine.ascent import Ascent
from dreamgen.engine.gradient_ascent import Subject, ascend
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Group, Part
from dreamgen.errors import BadInput, DreamError
from dreamgen.imaging.picture import Picture
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.base import Regulariser
from dreamgen.regularisers.jitter import Jitter
from dreamgen.regularisers.tv import TotalVariation

NAN = float("nan")


class Backward(torch.autograd.Function):
    """The identity, whose gradient is NaN."""

    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient * NAN


class View(Regulariser):
    def view(self, picture, rng):
        return picture * (NAN if rng.random() < 0.3 else 1)  # and always the same for a seed


class ViewBackward(Regulariser):
    def view(self, picture, rng):
        return Backward.apply(picture)


class Gradient(Regulariser):
    def gradient(self, gradient, progress):
        return gradient * NAN if progress >= 0.5 else gradient


class Penalty(Regulariser):
    def penalty(self, pictures):
        return (pictures.mean((1, 2, 3)) - 2).sqrt()


class PenaltyBackward(Regulariser):
    def penalty(self, pictures):
        # The root of nothing: 0, with an endless gradient, times 0.
        return (0 * pictures.mean((1, 2, 3))).sqrt()


class Decode(Pixels):
    def decode(self, parameters, size):
        return Backward.apply(parameters)


class Project(Pixels):
    def project(self, parameters):
        return parameters / 0 * 0


class Late(Normalised):
    def start(self, parameters, step_size):
        return lambda gradient, progress: gradient * (NAN if progress >= 0.5 else 0)


def run(function=None, forward=None, pixels=None, **parts):
    ascent = Ascent(
        **{
            "regularisers": [],
            "parameterisation": Pixels(),
            "optimiser": Normalised(),
            "octaves": lambda size: plan_octaves(size, 2, 1.2, 5, 1.0),
            "step_size": 1.0,
            "device": torch.device("cpu"),
            **parts,
        }
    )
    pixels = torch.full((3, 60, 64), 0.5) if pixels is None else pixels
    score = function or (lambda x: x.square().mean())
    parts = [
        Part(1.0, "Fine", ["in"], lambda maps: maps[0].mean()),
        Part(1.0, "Mine", ["in"], lambda maps: score(maps[0])),
    ]
    scoring = SimpleNamespace(layers=["in"], groups=[Group(None, parts)])
    subject = Subject(Picture(pixels), scoring, random.Random(4))
    for _ in ascend([subject], ascent, forward or (lambda x: [x * 1.0])):
        pass


def around(*regularisers):
    return [Jitter(pixels=3), *regularisers, TotalVariation(weight=0.1)]


@pytest.mark.parametrize(
    ("parts", "who"),
    [
        ({"regularisers": around(View())}, "the regulariser View, in its method view,"),
        ({"regularisers": around(ViewBackward())}, "regulariser ViewBackward, in its method view,"),
        ({"regularisers": around(Gradient())}, "the regulariser Gradient, in its method gradient,"),
        ({"regularisers": around(Penalty())}, "the regulariser Penalty, in its method penalty,"),
        ({"regularisers": around(PenaltyBackward())}, "PenaltyBackward, in its method penalty,"),
        ({"parameterisation": Decode()}, "the parameterisation Decode, in its method decode,"),
        ({"parameterisation": Project()}, "the parameterisation Project, in its method project,"),
        ({"optimiser": Late()}, "the optimiser Late, in its method start,"),
        ({"function": lambda x: x.mean() * NAN}, "the objective Mine"),
        ({"function": lambda x: Backward.apply(x).mean()}, "the objective Mine"),
        ({"forward": lambda x: [x * NAN]}, "the network"),
        ({"forward": lambda x: [Backward.apply(x)]}, "the network's backward pass"),
    ],
)
def test_who_gave_the_first_numbers_that_are_not_finite(parts, who):
    with pytest.raises(DreamError) as raised:
        run(**{"regularisers": around(), **parts})
    message = str(raised.value)
    assert f"{who} gave no finite numbers in octave 1" in message
    assert ("--precision" in message) == ("network" in who)


def test_a_picture_of_no_finite_numbers_is_nobodys_fault():
    pixels = torch.full((3, 60, 64), 0.5)
    pixels[1, 2, 3] = NAN
    with pytest.raises(BadInput, match="the picture holds values that are no finite numbers"):
        run(pixels=pixels)


def test_a_fault_that_does_not_come_again_blames_nobody():
    calls = []

    def forward(x):
        calls.append(x)
        return [x * (NAN if len(calls) == 3 else 1)]

    with pytest.raises(DreamError, match=r"^no finite numbers were left after octave 1; try"):
        run(forward=forward)
