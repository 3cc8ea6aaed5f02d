"""Check objectives, on the bundled network."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from dreamgen.objectives.base import Objective
from dreamgen.plugins.authoring.check.ascent import SEED, SIZES, make_picture
from dreamgen.plugins.guard.require import require, require_number, require_tensor
from dreamgen.recipe.values import Size
from dreamgen.recipe.weights import START

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.scoring import Scoring
    from dreamgen.imaging.picture import Picture


ADDED = 1e-4  # share of a score by which the sum of its parts may differ


@cache
def _build_network() -> Network:
    import torch

    from dreamgen.backbones.network.network import Network
    from dreamgen.backbones.sources.bundled import Bestiary

    return Network(Bestiary().load(None), torch.device("cpu"), torch.float32, "bestiary")


class _MadeUp:
    """Pictures and numbers in place of those that an objective names: no test should need a file."""

    def __call__(self, name: str, size: Size) -> Picture:
        from dreamgen.imaging.noise import pink_noise

        return pink_noise(size.fit(4, 3), SEED)

    def folder(self, name: str, size: Size) -> list[Picture]:
        return [self(name, size)]

    def data(self, name: str) -> bytes:
        return b"1\n"


def check_objective(objective: Objective) -> None:
    """On the bundled network: one finite number, a gradient, and the same again for a seed."""
    moved = False
    objective = objective.with_pictures(_MadeUp())
    for size in SIZES:
        picture = make_picture(size)
        score, gradient = _score(objective, picture)
        require_number(score, "its score")
        require_tensor(gradient, tuple(picture.shape), "the gradient of its score")
        moved |= bool(gradient.any())
        again, _ = _score(objective, picture)
        require(bool(score == again), "its score differs for the same seed: draw from rng")
    # On one picture a single neuron may be silent, and then nothing moves it.
    require(moved, "its score does not depend on the picture")


def _bind(objective: Objective, source: Tensor) -> Scoring:
    from dreamgen.engine.scoring import Scoring

    network, aspect = _build_network(), source.shape[3] / source.shape[2]
    layer, rng = network.default_layer, random.Random(SEED)
    return Scoring(network, [(1.0, objective)], layer, aspect, rng, source[0])


def _score(objective: Objective, picture: Tensor) -> tuple[Tensor, Tensor]:
    import torch

    leaf = picture.clone().requires_grad_(True)
    source = make_picture((picture.shape[2], picture.shape[3]), SEED + 1)
    scoring, again = _bind(objective, source), _bind(objective, source)
    with _build_network().hook(scoring.layers) as forward:
        maps, before = (
            dict(zip(scoring.layers, forward(shown), strict=True)) for shown in (leaf, source)
        )
        score = scoring.score(maps, before)
        require_number(score, "its score")
        require(score.requires_grad, "its score has lost its gradient (a detach, item or numpy?)")
        (gradient,) = torch.autograd.grad(score, leaf)
    if scoring.pointwise and len(maps) == 1:
        _check_parts(again, maps, score)
    return score.detach(), gradient


def _check_parts(scoring: Scoring, maps: Mapping[str, Tensor], score: Tensor) -> None:
    """Raise AssertionError unless the scores of a map's rows add up to that of the whole."""
    from dreamgen.backbones.tiling.window import Window
    from dreamgen.engine.scoring import Seen

    (group,) = scoring.groups
    ((layer, found),) = maps.items()
    height, width = found.shape[2:]
    total = 0.0
    for row in range(height):
        own = Window(slice(row, row + 1), slice(0, width), (height, width))
        part = {layer: found.detach()[:, :, own.rows]}
        total += float(group.score(Seen(part, windows={layer: own}), START))
    whole = float(score.detach())
    close = abs(total - whole) <= ADDED * (abs(whole) + 0.01)
    require(close, "it says pointwise, but the scores of parts of a picture do not add up")
