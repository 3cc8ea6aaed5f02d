"""Speeds that change along the way: ``ramp(0, 30)`` and ``keys([0, 0], [2, 30], [4, 0])``."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.call import Call
from dreamgen.recipe.formula import FUNCTIONS, Formula

if TYPE_CHECKING:
    from dreamgen.motions.base import Motion

Change = Callable[[float], float]


class Schedule(ABC):
    """A number that changes with the time, and stays as it is before the start and after the end.

    ``ramp(0, 30)`` goes from 0 to 30 over the whole zoom, setting in and ending gently;
    ``ramp(0, 30, 2)`` within 2 seconds, ``ramp(0, 30, ease=linear)`` evenly.
    ``keys([0, 0], [2, 30], [4, 0])`` goes straight from one (seconds, value) to the next.
    """

    @abstractmethod
    def integrate(self, seconds: float) -> float:
        """Return its integral from 0 to ``seconds``, which may be negative."""

    @abstractmethod
    def map_values(self, change: Change) -> Schedule:
        """Return the schedule with each value changed: by math.log, that of a zoom's speed."""

    @abstractmethod
    def values(self) -> list[float]:
        """Return the values at its ends and corners, for checking."""

    def with_duration(self, seconds: float) -> Schedule:
        """Return the schedule for a zoom that lasts so long."""
        return self


@dataclass(frozen=True)
class Ramp(Schedule):
    """From one value to another: over the whole zoom, or over the first ``seconds`` of it.

    ``ease`` is "smooth" (3u^2 - 2u^3, so that speed sets in and ends gently) or "linear".
    """

    start: float
    end: float
    seconds: float | None = None
    ease: str = "smooth"

    def __post_init__(self) -> None:
        if self.ease not in ("smooth", "linear"):
            raise BadInput(f"ramp: ease = {self.ease!r}: allowed are smooth, linear")
        if self.seconds is not None and not self.seconds > 0:
            raise BadInput(f"ramp: seconds = {self.seconds!r}: must be above 0")

    def integrate(self, seconds: float) -> float:
        length = self.seconds or 1.0
        if seconds <= 0:
            return self.start * seconds
        share = min(1.0, seconds / length)
        risen = share**3 - share**4 / 2 if self.ease == "smooth" else share**2 / 2
        ramped = length * (self.start * share + (self.end - self.start) * risen)
        return ramped + self.end * max(0.0, seconds - length)

    def map_values(self, change: Change) -> Ramp:
        return replace(self, start=change(self.start), end=change(self.end))

    def values(self) -> list[float]:
        return [self.start, self.end]

    def with_duration(self, seconds: float) -> Ramp:
        return self if self.seconds else replace(self, seconds=seconds)


@dataclass(frozen=True)
class Keys(Schedule):
    """Straight lines between (seconds, value) pairs."""

    points: tuple[tuple[float, float], ...]

    def integrate(self, seconds: float) -> float:
        (first, value), total = self.points[0], 0.0
        if seconds <= first:
            return value * seconds
        total += value * first
        for (start, before), (end, after) in zip(self.points, self.points[1:], strict=False):
            if seconds <= end:
                now = before + (after - before) * (seconds - start) / (end - start)
                return total + (seconds - start) * (before + now) / 2
            total += (end - start) * (before + after) / 2
        return total + (seconds - self.points[-1][0]) * self.points[-1][1]

    def map_values(self, change: Change) -> Keys:
        return Keys(tuple((seconds, change(value)) for seconds, value in self.points))

    def values(self) -> list[float]:
        return [value for _, value in self.points]


def integrate(rate: float | Schedule, seconds: float, change: Change = float) -> float:
    """Return the integral of a speed, each value of it first changed by ``change``."""
    if isinstance(rate, Schedule):
        return rate.map_values(change).integrate(seconds)
    return change(rate) * seconds


def fill_durations(motion: Motion, seconds: float) -> Motion:
    """Return a motion whose schedules without a length of their own last the whole zoom."""
    found = {
        name: value.with_duration(seconds)
        for name in type(motion).model_fields
        if isinstance(value := getattr(motion, name), Schedule)
    }
    return motion.model_copy(update=found) if found else motion


# --- reading ----------------------------------------------------------------------------------


def _build_ramp(*args: Any, **params: Any) -> Ramp:
    ramp = Ramp(*args, **params)
    lengths = [] if ramp.seconds is None else [ramp.seconds]
    if not all(_is_number(value) for value in [ramp.start, ramp.end, *lengths]):
        raise TypeError
    return ramp


def _build_keys(*points: Any) -> Keys:
    pairs = tuple((float(seconds), float(value)) for seconds, value in points)
    moments = [seconds for seconds, _ in pairs]
    if not pairs or moments != sorted(set(moments)) or moments[0] < 0:
        raise TypeError
    return Keys(pairs)


_KINDS: dict[str, tuple[Callable[..., Schedule], str]] = {
    "ramp": (_build_ramp, "ramp(from, to), or ramp(from, to, seconds, ease=linear)"),
    "keys": (_build_keys, "keys([seconds, value], [later, value], ...)"),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _holds_formula(values: Sequence[Any]) -> bool:
    """Say whether a formula, or a name that could be one, is among values and lists of them."""
    return any(
        _holds_formula(item) if isinstance(item, list) else isinstance(item, Formula | str)
        for item in values
    )


def _read_schedule(value: Any) -> Any:
    if not isinstance(value, Call):
        return value
    if value.use not in _KINDS:
        guess = nearest(value.use, _KINDS) or nearest(value.use, FUNCTIONS)
        raise ValueError(
            f"there is no {value.use!r}{guess}; a speed is a number, a formula, ramp(...) or keys(...)"
        )
    kind, form = _KINDS[value.use]
    try:
        return kind(*value.args, **value.params)
    except (TypeError, ValueError):
        instead = "; a formula says ramp(1, 2) as mix(1, 2, smooth(u))"
        hint = instead if _holds_formula([*value.args, *value.params.values()]) else ""
        raise ValueError(f"must be {form}, of numbers{hint}") from None
    except BadInput as problem:
        raise ValueError(str(problem)) from None


Rate = Annotated[float | Schedule, BeforeValidator(_read_schedule)]
"""A speed as a user writes it: a number, ``ramp(...)`` or ``keys(...)``."""
