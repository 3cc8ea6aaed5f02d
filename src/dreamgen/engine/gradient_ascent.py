"""Gradient ascent on a batch of pictures, octave by octave."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import (
    Subject,
    collect_layers,
    stack_freedom,
    stack_pixels,
    stack_starts,
)
from dreamgen.engine.events import Step
from dreamgen.engine.find_fault import (
    NotFiniteError,
    watch_ascent,
    watch_forward,
    watch_subjects,
)
from dreamgen.engine.objective_gradient import Forward, average_gradient
from dreamgen.errors import BadInput, DreamError
from dreamgen.imaging.picture import Picture

NETWORK_ADVICE = "try --precision fp32, or a smaller --step-size"


def dream(
    network: Network,
    subjects: Sequence[Subject],
    ascent: Ascent,
    listener: Callable[[Step], None] | None = None,
    memory: int | None = None,
) -> Tensor:
    """Return the dreamed pictures, (B, 3, H, W) in 0..1 on the CPU; tell ``listener`` every step.

    ``memory`` is how many bytes a forward pass may take; None for the network's own limit. Raise
    as :func:`ascend` does.
    """
    with network.hook(collect_layers(subjects), memory) as forward:
        steps = ascend(subjects, ascent, forward)
        while True:
            try:
                step = next(steps)
            except StopIteration as finished:
                return finished.value
            if listener is not None:
                listener(step)


def ascend(
    subjects: Sequence[Subject], ascent: Ascent, forward: Forward
) -> Generator[Step, None, Tensor]:
    """Yield each step; return the dreamed pictures, (B, 3, H, W) in 0..1 on the CPU.

    ``forward`` maps pictures (B, 3, H, W) to the maps of ``collect_layers(subjects)``, in order.
    The subjects' pictures are all of one size; each is dreamed as if it were alone.

    What an octave adds is enlarged and laid over the clean source at the next one, which keeps the
    result sharper than enlarging the whole picture would (Mordvintsev et al., 2015). Raise
    DreamError, naming the component, when one gives numbers that are not finite, BadInput for a
    picture of such numbers, and ValueError when the sizes differ.
    """
    source = stack_pixels(subjects).to(ascent.device)
    if not torch.isfinite(source).all():
        raise BadInput("the picture holds values that are no finite numbers")
    freedom = stack_freedom(subjects)
    freedom = None if freedom is None else freedom.to(ascent.device)
    height, width = source.shape[2:]
    octaves = ascent.octaves((height, width))
    done, total = 0, sum(octave.work for octave in octaves)
    detail = stack_starts(subjects).to(source) - source
    for number, octave in enumerate(octaves, start=1):
        base = ascent.resize(source, octave.size).clamp(0, 1)
        free = None if freedom is None else ascent.resize(freedom, octave.size).clamp(0, 1)
        start = dreamed = _blend(
            base, (base + ascent.resize(detail, octave.size)).clamp(0, 1), free
        )
        states = [subject.rng.getstate() for subject in subjects]
        scaled = [
            replace(subject, picture=Picture(own))
            for subject, own in zip(subjects, base, strict=True)
        ]
        how = ascent if number == 1 else replace(ascent, redirected_steps=0)
        steps = _ascend_octave(base, start, free, octave.steps, scaled, how, forward)
        for step, (objective, dreamed) in enumerate(steps, start=1):
            done += octave.height * octave.width
            share = done / total
            yield Step(number, len(octaves), step, octave.steps, objective, dreamed, share)
        # Once an octave: asking after every step would make the processor wait for the device.
        if not torch.isfinite(dreamed).all():
            again = watch_subjects(scaled, states), watch_ascent(how), watch_forward(forward)
            raise _explain_fault(_ascend_octave(base, start, free, octave.steps, *again), number)
        detail = dreamed - base
    return dreamed.float().cpu()


def _ascend_octave(
    base: Tensor,
    start: Tensor,
    free: Tensor | None,
    steps: int,
    subjects: Sequence[Subject],
    ascent: Ascent,
    forward: Forward,
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the objectives, (B,), and the pictures after each step at one scale."""
    height, width = base.shape[2:]

    def decode(parameters: Tensor) -> Tensor:
        decoded = ascent.parameterisation.decode(parameters, (height, width))
        return _blend(base, decoded, free)

    parameters = ascent.parameterisation.encode(start).clone()
    advance = ascent.optimiser.start(parameters, ascent.step_size)
    for step in range(steps):
        progress = step / max(1, steps - 1)
        with torch.enable_grad():
            pictures = decode(parameters.requires_grad_(True))
        objective, gradient = average_gradient(
            pictures.detach(),
            subjects,
            ascent,
            forward,
            progress,
            redirect=step < ascent.redirected_steps,
        )
        # Filters act on the picture's own gradient; only then is it carried to the parameters.
        (gradient,) = torch.autograd.grad(pictures, parameters, gradient)
        moved = parameters.detach() + advance(gradient, progress)
        parameters = ascent.parameterisation.project(moved)
        yield objective, decode(parameters.detach())


def _blend(base: Tensor, dreamed: Tensor, free: Tensor | None) -> Tensor:
    return dreamed if free is None else base + free * (dreamed - base)


def _explain_fault(steps: Iterator[object], octave: int) -> DreamError:
    """Run an octave's steps once more, watched; return what is to be said of the failure."""
    try:
        for _ in steps:
            pass
    except NotFiniteError as fault:
        network = str(fault).startswith("the network")
        advice = NETWORK_ADVICE if network else "give it other parameters, or leave it out"
        return DreamError(f"{fault} in octave {octave}; {advice}")
    return DreamError(f"no finite numbers were left after octave {octave}; {NETWORK_ADVICE}")
