"""Gradient ascent on a batch of pictures at one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient.average import average_gradient
from dreamgen.engine.memory import return_freed_memory
from dreamgen.engine.work_plan import WorkPlan
from dreamgen.imaging.strips import Strips
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation


@dataclass(frozen=True)
class Canvas:
    """What is dreamed on at one scale.

    ``source``, (B, 3, H, W) in 0..1: the pictures themselves. ``start``, of the same shape: where the
    ascent begins. ``freedom``, (B, 1, H, W) in 0..1: how far each pixel may move; None: freely.
    """

    source: Tensor
    start: Tensor
    freedom: Tensor | None = None


def ascend_octave(
    canvas: Canvas, steps: int, subjects: Sequence[Subject], ascent: Ascent, work: WorkPlan
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the objectives, (B,), and the pictures, (B, 3, H, W) in 0..1, after each step.

    Everything but the gradient is done strip by strip; a picture that fits is a single strip.
    """
    strips, parameterisation, optimiser = work.strips, ascent.parameterisation, ascent.optimiser
    base, free = canvas.source, canvas.freedom

    def decode(parameters: Tensor, base: Tensor, free: Tensor | None) -> Tensor:
        size = base.shape[2], base.shape[3]
        return apply_freedom(base, parameterisation.decode(parameters, size), free)

    def carry_back(
        parameters: Tensor, base: Tensor, free: Tensor | None, gradient: Tensor
    ) -> Tensor:
        with torch.enable_grad():
            parameters = parameters.detach().requires_grad_(True)
            # A product, for grad_outputs would have torch import sympy, which takes long.
            carried = (decode(parameters, base, free) * gradient).sum()
        return torch.autograd.grad(carried, parameters)[0]

    parameters = strips.map(lambda start: parameterisation.encode(start).clone(), canvas.start)
    pictures = strips.map(decode, parameters, base, free)
    advances = strips.each(lambda part: optimiser.start(part, ascent.step_size), parameters)
    for step in range(steps):
        progress = step / max(1, steps - 1)
        redirect = step < ascent.redirected_steps
        objective, gradient = average_gradient(pictures, subjects, ascent, work, progress, redirect)
        if not strips.is_whole:
            return_freed_memory()
        # Filters act on the picture's own gradient; only then is it carried to the parameters.
        gradient = strips.map(carry_back, parameters, base, free, gradient, into=gradient)
        sums = () if strips.is_whole else _measure(optimiser, gradient, strips)
        move = partial(_move, parameterisation, progress, sums)
        parameters = strips.map(move, parameters, gradient, advances, into=parameters)
        pictures = strips.map(decode, parameters, base, free, into=pictures)
        yield objective, pictures


def apply_freedom(source: Tensor, dreamed: Tensor, freedom: Tensor | None) -> Tensor:
    """Return the dreamed pictures, where their pixels may move; the source where they may not."""
    return dreamed if freedom is None else source + freedom * (dreamed - source)


def _move(
    parameterisation: Parameterisation,
    progress: float,
    sums: Sequence[Tensor],
    parameters: Tensor,
    gradient: Tensor,
    advance: Callable[..., Tensor],
) -> Tensor:
    return parameterisation.project(parameters + advance(gradient, progress, *sums))


def _measure(optimiser: Optimiser, gradient: Tensor, strips: Strips) -> tuple[Tensor, ...]:
    """Return what an optimiser measures of the whole gradient, as its functions' last argument."""
    found = [part for part in strips.each(optimiser.measure_strip, gradient) if part is not None]
    return (sum(found[1:], found[0]),) if found else ()
