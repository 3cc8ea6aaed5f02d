"""Find the component that first gave numbers that are not finite, by the same steps once more.

Watching costs time and waits for the device, so it is done only after an ascent has failed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.scoring import Part, Scoring
from dreamgen.engine.work_plan import Forward
from dreamgen.errors import DreamError
from dreamgen.objectives.base import Activations
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.regularisers.base import Regulariser


class NotFiniteError(DreamError):
    """A component gave numbers that are not finite, or its backward pass did."""


def watch_ascent(ascent: Ascent) -> Ascent:
    """Return an ascent of the same steps whose components raise NotFiniteError, by name."""
    return replace(
        ascent,
        regularisers=[_Regulariser(part) for part in ascent.regularisers],  # type: ignore[misc]
        parameterisation=_Parameterisation(ascent.parameterisation),  # type: ignore[arg-type]
        optimiser=_Optimiser(ascent.optimiser),  # type: ignore[arg-type]
    )


def watch_subjects(subjects: Sequence[Subject], states: Sequence[Any]) -> list[Subject]:
    """Return subjects whose objectives are watched, their random sources set back to ``states``."""
    watched = []
    for subject, state in zip(subjects, states, strict=True):
        rng = random.Random()
        rng.setstate(state)
        watched.append(replace(subject, scoring=_watch_scoring(subject.scoring), rng=rng))
    return watched


def watch_forward(forward: Forward) -> Forward:
    """Return the network's forward pass, watched."""

    def run(pictures: Tensor) -> list[Tensor]:
        maps = forward(_watch_gradient(pictures, "the network's backward pass"))
        return [_check(found, "the network") for found in maps]

    return run


def _check(tensor: Tensor, who: str) -> Tensor:
    if not torch.isfinite(tensor).all():
        raise NotFiniteError(f"{who} gave no finite numbers")
    return tensor


def _watch_gradient(tensor: Tensor, who: str) -> Tensor:
    """Return the tensor for a component's use; what the component does to its gradient is checked."""
    if not tensor.requires_grad:
        return tensor
    own = tensor.view_as(tensor)
    own.register_hook(lambda gradient: _check(gradient, who))
    return own


def _name(kind: str, component: object, method: str) -> str:
    return f"the {kind} {type(getattr(component, 'part', component)).__name__}, in its method {method},"


@dataclass(frozen=True)
class _Regulariser:
    part: Regulariser

    def at(self, progress: float) -> _Regulariser:
        return replace(self, part=self.part.at(progress))

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        who = _name("regulariser", self.part, "view")
        return _check(self.part.view(_watch_gradient(picture, who), rng), who)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        who = _name("regulariser", self.part, "gradient")
        return _check(self.part.gradient(gradient, progress), who)

    def penalty(self, pictures: Tensor) -> Tensor | None:
        who = _name("regulariser", self.part, "penalty")
        penalty = self.part.penalty(_watch_gradient(pictures, who))
        return None if penalty is None else _check(penalty, who)

    def distance(self, pictures: Tensor, source: Tensor) -> Tensor | None:
        who = _name("regulariser", self.part, "distance")
        distance = self.part.distance(_watch_gradient(pictures, who), source)
        return None if distance is None else _check(distance, who)

    def find_reach(self) -> int | None:
        return self.part.find_reach()

    def draw_roll(self, rng: random.Random) -> tuple[int, int] | None:
        return self.part.draw_roll(rng)

    def measure_strip(self, gradient: Tensor, progress: float, rows: slice) -> Tensor | None:
        return self.part.measure_strip(gradient, progress, rows)

    def filter_strip(self, gradient: Tensor, progress: float, sums: Tensor | None) -> Tensor:
        who = _name("regulariser", self.part, "gradient")
        return _check(self.part.filter_strip(gradient, progress, sums), who)


@dataclass(frozen=True)
class _Parameterisation:
    part: Parameterisation

    def encode(self, picture: Tensor) -> Tensor:
        return _check(self.part.encode(picture), _name("parameterisation", self.part, "encode"))

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        who = _name("parameterisation", self.part, "decode")
        return _check(self.part.decode(_watch_gradient(parameters, who), size), who)

    def project(self, parameters: Tensor) -> Tensor:
        return _check(
            self.part.project(parameters), _name("parameterisation", self.part, "project")
        )


@dataclass(frozen=True)
class _Optimiser:
    part: Optimiser

    def start(self, parameters: Tensor, step_size: float) -> Callable[..., Tensor]:
        advance = self.part.start(parameters, step_size)
        who = _name("optimiser", self.part, "start")
        return lambda *given: _check(advance(*given), who)

    def measure_strip(self, gradient: Tensor) -> Tensor | None:
        return self.part.measure_strip(gradient)


def _watch_scoring(scoring: Scoring) -> Scoring:
    watched = copy(scoring)
    watched.groups = [
        replace(group, parts=[_watch_part(part) for part in group.parts])
        for group in scoring.groups
    ]
    return watched


def _watch_part(part: Part) -> Part:
    who = f"the objective {part.objective}"

    def score(seen: Activations) -> Tensor:
        maps = [_watch_gradient(found, who) for found in seen]
        return _check(part.score(seen.with_maps(maps)), who)

    return replace(part, score=score)
