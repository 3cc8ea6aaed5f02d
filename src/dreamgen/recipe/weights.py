"""How much a term of an objective counts: a number, or one that changes during the ascent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from dreamgen.errors import BadInput
from dreamgen.recipe.formula import Formula

HEAVIEST = 1e6
"""Largest weight of a term: beyond it, differences would be lost in float32."""

Span = Literal["ascent", "octave"]


@dataclass(frozen=True)
class Moment:
    """How far an ascent has come, 0 to 1: through all of its octaves, and through the present one."""

    ascent: float = 0.0
    octave: float = 0.0


START = Moment()
MIDDLE = Moment(0.5, 0.5)


@dataclass(frozen=True)
class Ramp:
    """A weight that goes evenly from ``start`` to ``end``: over the ascent, or anew in each octave."""

    start: float
    end: float
    over: Span = "ascent"

    def at(self, moment: Moment) -> float:
        """Return the weight at a moment."""
        share: float = getattr(moment, self.over)
        return self.start + share * (self.end - self.start)

    def write(self) -> tuple[tuple[float, float], dict[str, str]]:
        """Return its parameters as a user writes them, by place and by name."""
        return (self.start, self.end), {} if self.over == "ascent" else {"over": self.over}


Weight = float | Ramp | Formula
"""What a recipe says; a formula has become a number by the time of an ascent."""


def find_weight(weight: Weight, moment: Moment) -> float:
    """Return a weight's number at a moment."""
    if isinstance(weight, Formula):
        raise TypeError(f"the formula {weight.text} was not evaluated")
    return weight.at(moment) if isinstance(weight, Ramp) else weight


def multiply_all(sign: float, weights: Sequence[Weight]) -> Weight:
    """Return the product of the weights of a term."""
    product: Weight = sign
    formulas: list[Formula] = []
    for weight in weights:
        if isinstance(weight, Formula):
            formulas.append(weight)
        else:
            product = multiply(product, weight)
    if not formulas:
        return product
    if isinstance(product, Ramp):
        raise BadInput("a term can have a ramp or a formula, not both")
    if product == 1 and len(formulas) == 1:
        return formulas[0]
    texts = [one.text if one.text.isidentifier() else f"({one.text})" for one in formulas]
    number = "" if product == 1 else "-" if product == -1 else f"{product!r}*"
    return Formula(number + "*".join(texts))


def multiply(one: Weight, other: Weight) -> Weight:
    """Return the product of two weights; BadInput for two ramps, whose product is none."""
    if isinstance(one, Ramp) and isinstance(other, Ramp):
        raise BadInput("a term can have a single ramp")
    if isinstance(one, Ramp):
        one, other = other, one
    if isinstance(other, Ramp):
        # Adding 0 makes -0 a plain 0, which reads better.
        return replace(other, start=one * other.start + 0.0, end=one * other.end + 0.0)  # type: ignore[operator]
    return one * other  # type: ignore[operator]


def check_weight(weight: Any) -> Weight:
    """Return a term's weight; raise BadInput unless it is a number of sensible size, or a ramp."""
    if isinstance(weight, Formula):
        return weight
    if isinstance(weight, Ramp):
        return replace(weight, start=_check_number(weight.start), end=_check_number(weight.end))
    return _check_number(weight)


def _check_number(weight: Any) -> float:
    if isinstance(weight, Formula):
        raise BadInput(
            f"a ramp is between numbers, and {weight.text!r} is a formula: a term has one or the other"
        )
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        raise BadInput(f"a weight must be a number, not {weight!r}")
    if not abs(weight) <= HEAVIEST:
        raise BadInput(f"a weight must be at most {HEAVIEST:,.0f}, not {weight}")
    return float(weight)


def build_ramp(args: Sequence[Any], params: Mapping[str, Any]) -> Ramp:
    """Return the ramp of parameters as a user wrote them; BadInput for any others."""
    try:
        ramp = Ramp(*args, **params)
    except TypeError:
        raise BadInput("a ramp must be ramp(from, to), or ramp(from, to, over=octave)") from None
    if ramp.over not in get_args(Span):
        raise BadInput(f"ramp: over = {ramp.over!r}: allowed are {', '.join(get_args(Span))}")
    return replace(ramp, start=_check_number(ramp.start), end=_check_number(ramp.end))
