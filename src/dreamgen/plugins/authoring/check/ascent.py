"""Check how an ascent moves: regularisers, parameterisations, optimisers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.plugins.guard.require import (
    require,
    require_picture,
    require_tensor,
)
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from torch import Tensor


SIZES = ((64, 64), (45, 67))
"""Heights and widths of the test pictures: one of them odd, as octaves' sizes often are."""
SEED = 7
CLOSE = 0.02  # in 0..1: a picture that was encoded and decoded may differ by as much
BATCH = 3
ROUNDING = 1e-3  # share of the largest value by which one of a batch may differ from it alone


def make_picture(size: tuple[int, int], seed: int = SEED) -> Tensor:
    from dreamgen.imaging.noise import pink_noise

    return pink_noise((size[1], size[0]), seed).pixels[None]


def _make_batch(size: tuple[int, int]) -> Tensor:
    """Return three pictures, (3, 3, H, W), of very different contrast and brightness."""
    import torch

    pictures = [make_picture(size, SEED + number) for number in range(BATCH)]
    levels = enumerate(pictures)
    return torch.cat([0.5 + 0.1 * n + (one - 0.5) / (1 + 3 * n) for n, one in levels])


def _require_independent(batch: Tensor, alone: list[Tensor], what: str) -> None:
    """Raise AssertionError unless each result of a batch is what the picture gives alone."""
    import torch

    single = torch.cat(alone)
    require_tensor(batch, tuple(single.shape), f"{what} of {len(alone)} pictures")
    for one, other in zip(batch.detach(), single.detach(), strict=True):
        apart = float((one - other).abs().max())
        # Each by its own largest value: the faint pictures' results may be faint as well.
        close = ROUNDING * float(other.abs().max()) + 1e-12
        require(apart <= close, f"{what} mixes the pictures of a batch: treat each by itself")


def check_regulariser(regulariser: Regulariser) -> None:
    """It does something, keeps shapes, lets gradients through, and repeats itself for a seed.

    Each picture of a batch gives what it gives alone.
    """
    kind, methods = type(regulariser), ("view", "gradient", "penalty", "distance")
    require(
        any(getattr(kind, name) is not getattr(Regulariser, name) for name in methods),
        "it has neither view, nor gradient, nor penalty, nor distance, so it does nothing",
    )
    for size in SIZES:
        picture = make_picture(size).requires_grad_(True)
        _check_view(regulariser, picture)
        _check_filter(regulariser, size)
        source = _make_batch(size).flip(0)
        _check_penalty("penalty", lambda pictures, _: regulariser.penalty(pictures), source)
        _check_penalty("distance", regulariser.distance, source)


def _check_view(regulariser: Regulariser, picture: Tensor) -> None:
    import torch

    view, again = (regulariser.view(picture, random.Random(SEED)) for _ in range(2))
    require(view.ndim == 4 and view.shape[:2] == (1, 3), "its view must be of shape (1, 3, H, W)")
    require_tensor(view, tuple(view.shape), "its view")
    require(torch.equal(view, again), "its view differs for the same seed: draw from rng")
    require(view.requires_grad, "its view has lost the gradient")


def _check_filter(regulariser: Regulariser, size: tuple[int, int]) -> None:
    batch = _make_batch(size) - 0.5
    for progress in (0.0, 0.5, 1.0):
        what = f"its gradient at {progress}"
        alone = [regulariser.gradient(one.clone(), progress) for one in batch.split(1)]
        require_tensor(alone[0], (1, 3, *size), what)
        _require_independent(regulariser.gradient(batch.clone(), progress), alone, what)


def _check_penalty(
    name: str, penalise: Callable[[Tensor, Tensor], Tensor | None], source: Tensor
) -> None:
    batch = _make_batch((source.shape[2], source.shape[3])).requires_grad_(True)
    alone = [penalise(*pair) for pair in zip(batch.split(1), source.split(1), strict=True)]
    penalties = [penalty for penalty in alone if penalty is not None]
    if not penalties:
        return
    require_tensor(penalties[0], (1,), f"its {name}")
    require(penalties[0].requires_grad, f"its {name} has lost its gradient")
    together = penalise(batch, source)
    if together is None or len(penalties) != len(alone):
        raise AssertionError(f"its {name} must be None always or never")
    _require_independent(together, penalties, f"its {name}")


def check_parameterisation(parameterisation: Parameterisation) -> None:
    """Decoding undoes encoding, at odd sizes too, and lets gradients through.

    Each picture of a batch gives what it gives alone.
    """
    for size in SIZES:
        picture = make_picture(size)
        parameters = parameterisation.encode(picture).detach().requires_grad_(True)
        decoded = parameterisation.decode(parameters, size)
        require_picture(decoded, tuple(picture.shape), "what it decodes")
        apart = float((decoded.detach() - picture).abs().max())
        undone = apart < CLOSE or not parameterisation.lossless
        require(undone, f"decoding does not undo encoding: values differ by {apart:.2g}")
        require(decoded.requires_grad, "decode has lost the gradient")
        projected = parameterisation.project(parameters.detach().clone())
        require_tensor(projected, tuple(parameters.shape), "what it projects")
        _check_parameters_of_batch(parameterisation, size)


def _check_parameters_of_batch(parameterisation: Parameterisation, size: tuple[int, int]) -> None:
    batch = _make_batch(size)
    alone = [parameterisation.encode(one).detach() for one in batch.split(1)]
    encoded = parameterisation.encode(batch).detach()
    _require_independent(encoded, alone, "what it encodes")
    decoded = [parameterisation.decode(one, size) for one in alone]
    _require_independent(parameterisation.decode(encoded, size), decoded, "what it decodes")
    # Twice as far as pictures go: beyond the range, where projecting does something.
    projected = [parameterisation.project(2 * one) for one in alone]
    _require_independent(parameterisation.project(2 * encoded), projected, "what it projects")


def check_optimiser(optimiser: Optimiser) -> None:
    """Steps go up the gradient, are longer for a larger step size, and survive a zero gradient.

    Each picture of a batch gives what it gives alone.
    """
    import torch

    picture = make_picture(SIZES[1])
    gradient = make_picture(SIZES[1]).flip(3) - 0.5
    lengths = []
    for step_size in (1.0, 2.0):
        step = optimiser.start(picture, step_size)(gradient, 0.0)
        require_tensor(step, tuple(picture.shape), "its step")
        require(float((step * gradient).sum()) > 0, "its first step goes down the gradient")
        lengths.append(float(step.norm()))
    require(lengths[1] > lengths[0], "its step is no longer for twice the step size")
    still = optimiser.start(picture, 1.0)(torch.zeros_like(picture), 0.0)
    require_tensor(still, tuple(picture.shape), "its step for a gradient of nothing")
    _check_steps_of_batch(optimiser)


def _check_steps_of_batch(optimiser: Optimiser) -> None:
    batch = _make_batch(SIZES[1])
    advance = optimiser.start(batch, 1.0)
    advances = [optimiser.start(one, 1.0) for one in batch.split(1)]
    for progress in (0.0, 0.5, 1.0):
        gradient = (batch - 0.5).flip(3) * (1 + progress)
        alone = [
            one(part.clone(), progress)
            for one, part in zip(advances, gradient.split(1), strict=True)
        ]
        _require_independent(advance(gradient.clone(), progress), alone, "its step")
