"""What is maximised against something else, by loops written out here."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.objectives.base import Activations, Target
from dreamgen.objectives.contrast import Contrast
from dreamgen.objectives.diversity import Diversity, compare_regions
from dreamgen.objectives.opponent import Opponent

MEAN, DEVIATION = torch.linspace(-1, 1, 6), torch.linspace(0.5, 2, 6)
SPREAD = DEVIATION + 0.05 * DEVIATION.mean()


def made(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def unasked(*_):
    raise AssertionError("not needed here")


def target():
    return Target("mixed", 6, 1.5, random.Random(3), lambda: (MEAN, DEVIATION), unasked, unasked)


X = made(1, 6, 8, 12)


def test_opponents_count_alike_however_loud_they_are():
    whitened = ((X[0] - MEAN[:, None, None]) / SPREAD[:, None, None]).mean((1, 2))
    found = Opponent(channel=1, against=4).bind([target()])([X])
    assert float(found) == pytest.approx(float(whitened[1] - whitened[4]), rel=1e-4)
    with pytest.raises(BadInput, match="channel 6 is out of range"):
        Opponent(channel=1, against=6).bind([target()])


def test_contrast_is_the_logarithm_of_a_ratio_of_energies():
    other = 3 * made(1, 6, 4, 6, seed=1)
    contrast = Contrast(up="a", down=2)
    assert contrast.layers() == ["a", 2]
    energies = [float((x / SPREAD.view(1, -1, 1, 1)).square().mean()) for x in (X, other)]
    score = contrast.bind([target(), target()])
    assert float(score([X, other])) == pytest.approx(np.log(energies[0] / energies[1]), rel=1e-4)
    louder = float(score([10 * X, 10 * other]))
    assert louder == pytest.approx(np.log(energies[0] / energies[1]), rel=1e-4)


def test_regions_are_alike_by_the_cosine_of_their_gram_matrices():
    weights = made(1, 3, 8, 12, seed=4).abs()
    grams = [
        np.einsum("chw,dhw,hw->cd", X[0].numpy(), X[0].numpy(), weights[0, n].numpy()).ravel()
        for n in range(3)
    ]
    pairs = [a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a, b in combinations(grams, 2)]
    assert float(compare_regions(X, weights)) == pytest.approx(np.mean(pairs), rel=1e-4)


def test_different_answers_score_more_than_one_answer_everywhere():
    """Each half of the picture has a second channel of its own beside the one that is wanted."""
    different = torch.zeros(1, 6, 8, 12) + MEAN.view(1, -1, 1, 1)
    different[:, 2] += 1
    same = different.clone()
    different[:, 3, :, :6] += 2
    different[:, 4, :, 6:] += 2
    same[:, 3] += 2
    score = Diversity(channel=2, answers=2).bind([target()])
    assert float(score(Activations([different]))) > float(score(Activations([same]))) + 0.5
    alone = Diversity(channel=2, answers=2, apart=0).bind([target()])
    wanted = float(1 / SPREAD[2])
    assert float(alone(Activations([same]))) == pytest.approx(wanted, rel=1e-4)
