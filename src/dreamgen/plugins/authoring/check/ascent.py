"""The promises of whatever takes part in the ascent."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

from dreamgen.objectives.base import Objective
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.plugins.authoring.check.require import (
    require,
    require_number,
    require_picture,
    require_tensor,
)
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network

SIZES = ((64, 64), (45, 67))
"""Heights and widths that components are shown: one of them odd, as octaves' are."""
SEED = 7
CLOSE = 0.02  # in 0..1: a picture that was encoded and decoded may differ by as much


def _picture(size: tuple[int, int]) -> Tensor:
    from dreamgen.imaging.noise import pink_noise

    return pink_noise(size[::-1], SEED).pixels[None]


@cache
def _network() -> Network:
    import torch

    from dreamgen.backbones.network.network import Network
    from dreamgen.backbones.sources.bundled import Bestiary

    return Network(Bestiary().load(None), torch.device("cpu"), torch.float32, "bestiary")


def check_objective(objective: Objective) -> None:
    """On the bundled network: one finite number, a gradient, and the same again for a seed."""
    from dreamgen.imaging.noise import pink_noise

    moved = False
    # Whatever pictures it names, it is shown made-up ones: no test should need a file.
    objective = objective.with_pictures(lambda name, size: pink_noise(size.fit(4, 3), SEED))
    for size in SIZES:
        picture = _picture(size)
        score, gradient = _scored(objective, picture)
        require_number(score, "its score")
        require_tensor(gradient, tuple(picture.shape), "the gradient of its score")
        moved |= bool(gradient.any())
        again, _ = _scored(objective, picture)
        require(bool(score == again), "its score differs for the same seed: take chances from rng")
    # On one picture a single neuron may be silent, and then nothing moves it.
    require(moved, "its score does not depend on the picture")


def _scored(objective: Objective, picture: Tensor) -> tuple[Tensor, Tensor]:
    import torch

    from dreamgen.engine.scoring import Scoring

    network, shown = _network(), picture.clone().requires_grad_(True)
    aspect = picture.shape[3] / picture.shape[2]
    terms = [(1.0, objective)]
    scoring = Scoring(network, terms, network.default_layer, aspect, random.Random(SEED))
    with network.hook(scoring.layers) as look:
        score = scoring.of(look)(shown)
        require_number(score, "its score")
        require(score.requires_grad, "its score has lost its gradient (a detach, item or numpy?)")
        (gradient,) = torch.autograd.grad(score, shown)
    return score.detach(), gradient


def check_regulariser(regulariser: Regulariser) -> None:
    """It does something, keeps shapes, lets gradients through, and repeats itself for a seed."""
    kind, methods = type(regulariser), ("view", "gradient", "penalty")
    require(
        any(getattr(kind, name) is not getattr(Regulariser, name) for name in methods),
        "it has neither view, nor gradient, nor penalty, so it does nothing",
    )
    for size in SIZES:
        picture = _picture(size).requires_grad_(True)
        _check_view(regulariser, picture)
        for progress in (0.0, 0.5, 1.0):
            found = regulariser.gradient(_picture(size) - 0.5, progress)
            require_tensor(found, tuple(picture.shape), f"its gradient at {progress}")
        penalty = regulariser.penalty(picture)
        if penalty is not None:
            require_number(penalty, "its penalty")
            require(penalty.requires_grad, "its penalty has lost its gradient")


def _check_view(regulariser: Regulariser, picture: Tensor) -> None:
    import torch

    seen, again = (regulariser.view(picture, random.Random(SEED)) for _ in range(2))
    require(seen.ndim == 4 and seen.shape[:2] == (1, 3), "its view must be of shape (1, 3, H, W)")
    require_tensor(seen, tuple(seen.shape), "its view")
    require(torch.equal(seen, again), "its view differs for the same seed: take chances from rng")
    require(seen.requires_grad, "its view has lost the gradient")


def check_parameterisation(parameterisation: Parameterisation) -> None:
    """Decoding undoes encoding, at odd sizes too, and lets gradients through."""
    for size in SIZES:
        picture = _picture(size)
        parameters = parameterisation.encode(picture).detach().requires_grad_(True)
        decoded = parameterisation.decode(parameters, size)
        require_picture(decoded, tuple(picture.shape), "what it decodes")
        apart = float((decoded.detach() - picture).abs().max())
        require(apart < CLOSE, f"decoding does not undo encoding: values differ by {apart:.2g}")
        require(decoded.requires_grad, "decode has lost the gradient")
        projected = parameterisation.project(parameters.detach())
        require_tensor(projected, tuple(parameters.shape), "what it projects")


def check_optimiser(optimiser: Optimiser) -> None:
    """Steps go up the gradient, are longer for more strength, and survive a gradient of nothing."""
    import torch

    picture = _picture(SIZES[1])
    gradient = _picture(SIZES[1]).flip(3) - 0.5
    lengths = []
    for strength in (1.0, 2.0):
        step = optimiser.start(picture, strength)(gradient, 0.0)
        require_tensor(step, tuple(picture.shape), "its step")
        require(float((step * gradient).sum()) > 0, "its first step goes down the gradient")
        lengths.append(float(step.norm()))
    require(lengths[1] > lengths[0], "its step is no longer for twice the strength")
    still = optimiser.start(picture, 1.0)(torch.zeros_like(picture), 0.0)
    require_tensor(still, tuple(picture.shape), "its step for a gradient of nothing")
