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
from dreamgen.engine.events import Step, StopAscent
from dreamgen.engine.find_fault import (
    NotFiniteError,
    watch_ascent,
    watch_forward,
    watch_subjects,
)
from dreamgen.engine.memory import return_freed_memory, reuse_freed_memory
from dreamgen.engine.octave_ascent import Canvas, apply_freedom, ascend_octave
from dreamgen.engine.octaves import Octave
from dreamgen.engine.work_plan import Forward, WorkPlan, plan_whole, plan_work
from dreamgen.errors import BadInput, DreamError
from dreamgen.imaging.strips import Strips

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
    if not _are_finite(source, strips):
        raise BadInput("the picture holds values that are no finite numbers")
    done, total = 0, sum(octave.work for octave in octaves)
    detail = strips.map(torch.sub, stack_starts(subjects).to(strips.home), source)
    for number, (octave, work) in enumerate(zip(octaves, plans, strict=True), start=1):
        return_freed_memory()
        canvas = _lay_over(source, detail, freedom, ascent, octave, work.strips)
        dreamed, is_stopped = canvas.start, False
        states = [subject.rng.getstate() for subject in subjects]
        scaled = [
            subject.at_octave(own, number, len(octaves))
            for subject, own in zip(subjects, canvas.source, strict=True)
        ]
        how = ascent if number == 1 else replace(ascent, redirected_steps=0)
        steps = ascend_octave(canvas, octave.steps, scaled, how, work)
        for step, (objective, dreamed) in enumerate(steps, start=1):
            done += octave.height * octave.width
            share = done / total
            try:
                yield Step(number, len(octaves), step, octave.steps, objective, dreamed, share)
            except StopAscent:
                is_stopped = True
                break
        # Once an octave: asking after every step would make the processor wait for the device.
        if not _are_finite(dreamed, work.strips):
            watched = replace(work, forward=watch_forward(work.forward))
            again = watch_subjects(scaled, states), watch_ascent(how), watched
            raise _explain_fault(ascend_octave(canvas, octave.steps, *again), number)
        detail = work.strips.map(torch.sub, dreamed, canvas.source)
        if is_stopped:
            dreamed = _lay_over(source, detail, freedom, ascent, octaves[-1], strips).start
            break
    return dreamed.float().to(subjects[0].picture.pixels.device)


def _lay_over(
    source: Tensor,
    detail: Tensor,
    freedom: Tensor | None,
    ascent: Ascent,
    octave: Octave,
    strips: Strips,
) -> Canvas:
    """Return the source at an octave's size, to be dreamed on with what was added so far."""
    home = strips.home
    base = strips.map(_clamp, ascent.resize(source, octave.size).to(home))
    free = None if freedom is None else ascent.resize(freedom, octave.size).to(home)
    free = None if free is None else strips.map(_clamp, free)
    added = ascent.resize(detail.to(home), octave.size)
    return Canvas(base, strips.map(_add_detail, base, added, free), free)


def _are_finite(pictures: Tensor, strips: Strips) -> bool:
    return all(strips.each(lambda strip: bool(torch.isfinite(strip).all()), pictures))


def _clamp(pictures: Tensor) -> Tensor:
    return pictures.clamp(0, 1)


def _add_detail(base: Tensor, detail: Tensor, free: Tensor | None) -> Tensor:
    return apply_freedom(base, (base + detail).clamp(0, 1), free)


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
