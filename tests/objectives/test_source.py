"""Objectives that look at the source picture, against loops over its places."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from dreamgen.objectives.base import Activations, Target
from dreamgen.objectives.caricature import Caricature
from dreamgen.objectives.stay import Stay
from dreamgen.objectives.strongest import Strongest, Weakest

MEAN, DEVIATION = torch.linspace(-1, 1, 6), torch.linspace(0.5, 2, 6)
SPREAD = (DEVIATION + 0.05 * DEVIATION.mean()).numpy()


def made(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


SOURCE, DREAM = made(1, 6, 3, 4, seed=1), made(1, 6, 3, 4, seed=2)


def unasked(*_):
    raise AssertionError("not needed here")


def target(activation=SOURCE, deviation=DEVIATION):
    return Target(
        "mixed",
        6,
        1.0,
        random.Random(1),
        lambda: (MEAN, deviation),
        unasked,
        lambda picture: activation if picture is SOURCE else unasked(),
        lambda: SOURCE,
    )


def whiten(x):
    return ((x[0].numpy() - MEAN.numpy()[:, None, None]) / SPREAD[:, None, None]).reshape(6, -1).T


@pytest.mark.parametrize("power", [0, 1, 3])
def test_a_caricature_goes_on_in_the_direction_of_each_place(power):
    dream, source = whiten(DREAM), whiten(SOURCE)
    source = source / np.sqrt((source**2).sum(1).mean())
    total = 0.0
    for own, before in zip(dream, source, strict=True):
        cosine = own @ before / np.linalg.norm(own) / np.linalg.norm(before)
        total += own @ before * max(0.1, cosine) ** power
    score = Caricature(cosine=power).bind([target()])
    found = score(Activations([DREAM], source=[SOURCE]))
    assert float(found) == pytest.approx(total / len(dream), rel=1e-4)


def test_staying_is_the_squared_distance_from_the_source():
    score = Stay().bind([target()])
    expected = -np.mean(
        [((a - b) ** 2).sum() for a, b in zip(whiten(DREAM), whiten(SOURCE), strict=True)]
    )
    assert float(score(Activations([DREAM], source=[SOURCE]))) == pytest.approx(expected, rel=1e-4)
    assert float(score(Activations([SOURCE], source=[SOURCE]))) == 0


@pytest.mark.parametrize(("kind", "last"), [(Strongest, True), (Weakest, False)])
def test_channels_are_chosen_by_what_they_answer_to_the_source(kind, last):
    answers = whiten(SOURCE).mean(0)
    order = np.argsort(answers)
    chosen = order[-2:] if last else order[:2]
    score = kind(count=2).bind([target()])
    assert float(score([DREAM])) == pytest.approx(whiten(DREAM).mean(0)[chosen].mean(), rel=1e-4)


def test_a_dead_channel_is_not_the_weakest():
    deviation = torch.tensor([1.0, 1, 1e-6, 1, 1, 1])
    silent = SOURCE.clone()
    silent[:, 2] = -100
    dream = DREAM.clone().requires_grad_(True)
    Weakest(count=6).bind([target(silent, deviation)])([dream]).backward()
    assert (dream.grad.abs().sum((0, 2, 3)) > 0).tolist() == [True, True, False, True, True, True]
