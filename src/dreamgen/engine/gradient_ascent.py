"""Gradient ascent on the picture, octave by octave."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.engine.events import Step
from dreamgen.engine.octaves import Octave, resize
from dreamgen.errors import DreamError
from dreamgen.imaging.picture import Picture
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.regularisers.base import Regulariser

ScoreOf = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Ascent:
    """How to climb: everything is built and validated, and nothing here knows names or paths."""

    regularisers: Sequence[Regulariser]
    parameterisation: Parameterisation
    optimiser: Optimiser
    octaves: Callable[[tuple[int, int]], list[Octave]]
    """The scales for a picture of (height, width)."""
    strength: float
    device: torch.device


def ascend(
    picture: Picture,
    ascent: Ascent,
    score: ScoreOf,
    rng: random.Random,
    start: Tensor | None = None,
) -> Iterator[Step | Tensor]:
    """Yield each step, and last of all the dreamed pixels, (3, H, W) in 0..1 on the CPU.

    ``score`` gives one number for a picture of shape (1, 3, H, W) in 0..1; it is maximised.
    ``start``, (3, H, W) in 0..1, is where to begin: the picture itself if left out.

    What an octave adds is enlarged and laid over the clean source at the next one, which keeps the
    result sharper than enlarging the whole picture would (Mordvintsev et al., 2015). Raise
    DreamError when the network gives no finite numbers.
    """
    source = picture.pixels[None].to(ascent.device)
    freedom = picture.freedom()
    freedom = None if freedom is None else freedom[None].to(ascent.device)
    octaves = ascent.octaves(source.shape[2:])
    done, total = 0, sum(octave.work for octave in octaves)
    detail = torch.zeros_like(source) if start is None else start[None].to(source) - source
    for number, octave in enumerate(octaves, start=1):
        base = resize(source, octave.size).clamp(0, 1)
        free = None if freedom is None else resize(freedom, octave.size).clamp(0, 1)
        dreamed = _blend(base, (base + resize(detail, octave.size)).clamp(0, 1), free)
        steps = _octave(base, dreamed, free, octave.steps, ascent, score, rng)
        for step, (objective, dreamed) in enumerate(steps, start=1):
            done += octave.height * octave.width
            share = done / total
            yield Step(number, len(octaves), step, octave.steps, objective, dreamed[0], share)
        _check_finite(dreamed, number)
        detail = dreamed - base
    yield dreamed[0].float().cpu()


def _octave(
    base: Tensor,
    start: Tensor,
    free: Tensor | None,
    steps: int,
    ascent: Ascent,
    score: ScoreOf,
    rng: random.Random,
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the objective and the picture after each step at one scale."""
    size = tuple(base.shape[2:])

    def show(parameters: Tensor) -> Tensor:
        return _blend(base, ascent.parameterisation.decode(parameters, size), free)

    parameters = ascent.parameterisation.encode(start).clone()
    advance = ascent.optimiser.start(parameters, ascent.strength)
    for step in range(steps):
        progress = step / max(1, steps - 1)
        with torch.enable_grad():
            shown = show(parameters.requires_grad_(True))
        objective, gradient = _picture_gradient(shown.detach(), ascent, score, rng, progress)
        # Filters act on the picture's own gradient; only then is it carried to the parameters.
        (gradient,) = torch.autograd.grad(shown, parameters, gradient)
        moved = parameters.detach() + advance(gradient, progress)
        parameters = ascent.parameterisation.project(moved)
        yield objective, show(parameters.detach())


def _picture_gradient(
    picture: Tensor, ascent: Ascent, score: ScoreOf, rng: random.Random, progress: float
) -> tuple[Tensor, Tensor]:
    """Return the objective, and its filtered gradient, of the picture's shape."""
    with torch.enable_grad():
        picture.requires_grad_(True)
        view = picture
        for regulariser in ascent.regularisers:
            view = regulariser.view(view, rng)
        objective = score(view)
        for regulariser in ascent.regularisers:
            penalty = regulariser.penalty(picture)
            if penalty is not None:
                objective = objective - penalty
        (gradient,) = torch.autograd.grad(objective, picture)
    for regulariser in ascent.regularisers:
        gradient = regulariser.gradient(gradient, progress)
    return objective.detach(), gradient


def _blend(base: Tensor, dreamed: Tensor, free: Tensor | None) -> Tensor:
    return dreamed if free is None else base + free * (dreamed - base)


def _check_finite(picture: Tensor, octave: int) -> None:
    # Once an octave: asking after every step would make the processor wait for the device.
    if not torch.isfinite(picture).all():
        raise DreamError(
            f"the network gave no finite numbers in octave {octave}; "
            "try --precision fp32, or a smaller --strength"
        )
