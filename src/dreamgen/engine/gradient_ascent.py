"""Gradient ascent on a batch of pictures, octave by octave."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial

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
from dreamgen.engine.events import Step, StopAscent
from dreamgen.engine.find_fault import (
    NotFiniteError,
    watch_ascent,
    watch_forward,
    watch_subjects,
)
from dreamgen.engine.memory import return_freed_memory, reuse_freed_memory
from dreamgen.engine.objective_gradient import average_gradient
from dreamgen.engine.octaves import Octave
from dreamgen.engine.work_plan import Forward, WorkPlan, plan_whole, plan_work
from dreamgen.errors import BadInput, DreamError
from dreamgen.imaging.strips import Strips
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation

NETWORK_ADVICE = "try --precision fp32, or a smaller --step-size"


def dream(
    network: Network,
    subjects: Sequence[Subject],
    ascent: Ascent,
    listener: Callable[[Step], None] | None = None,
    memory: int | None = None,
) -> Tensor:
    """Return the dreamed pictures, (B, 3, H, W) in 0..1; tell ``listener`` every step.

    It ends the ascent early by raising StopAscent. The pictures are where the first subject's is,
    usually on the CPU.

    ``memory`` is how many bytes it may take; None for the network's own limit. Raise as
    :func:`ascend` does.
    """
    if network.device.type == "cpu":
        reuse_freed_memory()  # only now: a large picture's loader is to give its memory back
    scorings = [subject.scoring for subject in subjects]
    with network.hook(collect_layers(subjects), memory) as budget:
        steps = ascend(
            subjects, ascent, budget, lambda size: plan_work(budget, ascent, size, scorings)
        )
        stop = None
        while True:
            try:
                step = next(steps) if stop is None else steps.throw(stop)
            except StopIteration as finished:
                return_freed_memory()  # what writes the picture needs other blocks
                return finished.value
            stop = _tell(listener, step)


def _tell(listener: Callable[[Step], None] | None, step: Step) -> StopAscent | None:
    """Tell a listener of a step; return its wish to end the ascent, if it has it."""
    try:
        if listener is not None:
            listener(step)
    except StopAscent as stop:
        return stop
    return None


def ascend(
    subjects: Sequence[Subject],
    ascent: Ascent,
    forward: Forward,
    plan: Callable[[tuple[int, int]], WorkPlan] | None = None,
) -> Generator[Step, None, Tensor]:
    """Yield each step; return the dreamed pictures, (B, 3, H, W) in 0..1, where the first one was.

    ``forward`` maps pictures (B, 3, H, W) to the maps of ``collect_layers(subjects)``, in order.
    The subjects' pictures are all of one size; each is dreamed as if it were alone. ``plan`` says
    how an octave of (height, width) is worked through; each as a whole if left out. Where it goes by
    strips, the pictures that are yielded change with the next step. StopAscent thrown in at a step
    ends the ascent there: what has been added by then is enlarged and laid over the source.

    What an octave adds is enlarged and laid over the clean source at the next one, which keeps the
    result sharper than enlarging the whole picture would (Mordvintsev et al., 2015). Raise
    DreamError, naming the component, when one gives numbers that are not finite, BadInput for a
    picture of such numbers, and ValueError when the sizes differ.
    """
    source, freedom = stack_pixels(subjects), stack_freedom(subjects)
    octaves = ascent.octaves((source.shape[2], source.shape[3]))
    plans = [
        plan_whole(forward, ascent, octave.size) if plan is None else plan(octave.size)
        for octave in octaves
    ]
    strips = plans[-1].strips
    source = source.to(strips.home)
    if not all(strips.each(_is_finite, source)):
        raise BadInput("the picture holds values that are no finite numbers")
    done, total = 0, sum(octave.work for octave in octaves)
    detail = strips.map(torch.sub, stack_starts(subjects).to(strips.home), source)
    for number, (octave, work) in enumerate(zip(octaves, plans, strict=True), start=1):
        strips = work.strips
        return_freed_memory()
        base, free, start = _lay_over(source, detail, freedom, ascent, octave, strips)
        dreamed, is_stopped = start, False
        states = [subject.rng.getstate() for subject in subjects]
        scaled = [
            subject.at_octave(own, number, len(octaves))
            for subject, own in zip(subjects, base, strict=True)
        ]
        how = ascent if number == 1 else replace(ascent, redirected_steps=0)
        steps = _ascend_octave(base, start, free, octave.steps, scaled, how, work)
        for step, (objective, dreamed) in enumerate(steps, start=1):
            done += octave.height * octave.width
            share = done / total
            try:
                yield Step(number, len(octaves), step, octave.steps, objective, dreamed, share)
            except StopAscent:
                is_stopped = True
                break
        # Once an octave: asking after every step would make the processor wait for the device.
        if not all(strips.each(_is_finite, dreamed)):
            watched = replace(work, forward=watch_forward(work.forward))
            again = watch_subjects(scaled, states), watch_ascent(how), watched
            raise _explain_fault(_ascend_octave(base, start, free, octave.steps, *again), number)
        detail = strips.map(torch.sub, dreamed, base)
        if is_stopped:
            last = octaves[-1], plans[-1].strips
            *_, dreamed = _lay_over(source, detail, freedom, ascent, *last)
            break
    return dreamed.float().to(subjects[0].picture.pixels.device)


def _lay_over(
    source: Tensor,
    detail: Tensor,
    freedom: Tensor | None,
    ascent: Ascent,
    octave: Octave,
    strips: Strips,
) -> tuple[Tensor, Tensor | None, Tensor]:
    """Return, at an octave's size, the source, its freedom, and the source with what was added."""
    home = strips.home
    base = strips.map(_clamp, ascent.resize(source, octave.size).to(home))
    free = None if freedom is None else ascent.resize(freedom, octave.size).to(home)
    free = None if free is None else strips.map(_clamp, free)
    added = ascent.resize(detail.to(home), octave.size)
    return base, free, strips.map(_add_detail, base, added, free)


def _ascend_octave(
    base: Tensor,
    start: Tensor,
    free: Tensor | None,
    steps: int,
    subjects: Sequence[Subject],
    ascent: Ascent,
    work: WorkPlan,
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the objectives, (B,), and the pictures after each step at one scale.

    Everything but the gradient is done strip by strip; a picture that fits is a single strip.
    """
    strips, parameterisation, optimiser = work.strips, ascent.parameterisation, ascent.optimiser

    def decode(parameters: Tensor, base: Tensor, free: Tensor | None) -> Tensor:
        size = base.shape[2], base.shape[3]
        return _blend(base, parameterisation.decode(parameters, size), free)

    def carry_back(
        parameters: Tensor, base: Tensor, free: Tensor | None, gradient: Tensor
    ) -> Tensor:
        with torch.enable_grad():
            parameters = parameters.detach().requires_grad_(True)
            # A product, for grad_outputs would have torch import sympy, which takes long.
            carried = (decode(parameters, base, free) * gradient).sum()
        return torch.autograd.grad(carried, parameters)[0]

    parameters = strips.map(lambda start: parameterisation.encode(start).clone(), start)
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


def _is_finite(pictures: Tensor) -> bool:
    return bool(torch.isfinite(pictures).all())


def _clamp(pictures: Tensor) -> Tensor:
    return pictures.clamp(0, 1)


def _add_detail(base: Tensor, detail: Tensor, free: Tensor | None) -> Tensor:
    return _blend(base, (base + detail).clamp(0, 1), free)


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
