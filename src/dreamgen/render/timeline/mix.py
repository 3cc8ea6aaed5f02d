"""Between two keyframes: numbers go from one to the other, and all else changes at its time."""

from __future__ import annotations

from typing import Any

from dreamgen.imaging.smoothstep import smoothstep
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.schema import Ease
from dreamgen.recipe.table import find_number
from dreamgen.render.timeline.bind import name_parameters


def find_share(seconds: float, before: float, after: float, ease: Ease) -> float:
    """Return how far a moment is from one keyframe to the next, 0 to 1."""
    if seconds >= after:
        return 1.0
    if ease == "hold":
        return 0.0
    share = (seconds - before) / (after - before)
    return smoothstep(share) if ease == "smooth" else share


def mix(before: Any, after: Any, share: float, kind: str, registry: Registry) -> Any:
    """Return what lies between two values of a key; ``kind`` is that of the components in them."""
    if share >= 1:
        return after
    mixed = _mix(before, after, share, kind, registry)
    return before if mixed is None else mixed


def _mix(before: Any, after: Any, share: float, kind: str, registry: Registry) -> Any:
    """Return what lies between two values; None where nothing does."""
    match before, after:
        case (bool(), _) | (_, bool()):
            return None
        case (int() | float(), int() | float()):
            return before + (after - before) * share
        case tuple(), tuple() if len(before) == len(after):
            mixed = [_mix(*pair, share, kind, registry) for pair in zip(before, after, strict=True)]
            return None if any(item is None for item in mixed) else tuple(mixed)
        case Term(), Term():
            call = _mix(before.call, after.call, share, kind, registry)
            weight = _mix(before.weight, after.weight, share, kind, registry)
            return None if call is None or weight is None else Term(call, weight)
        case Call(), Call():
            return _mix_calls(before, after, share, kind, registry)
    return before if before == after else None


def _mix_calls(before: Call, after: Call, share: float, kind: str, registry: Registry) -> Any:
    """Return a component between two that differ in numbers alone.

    A whole number of an objective says which channel or layer: another one is another objective.
    """
    if before == after:
        return before
    if before.use != after.use:
        return None
    component = registry.load(kind, before.use)
    fields = component.model_fields
    first, second = (name_parameters(call, component) for call in (before, after))
    if first is None or second is None:
        return None
    params: dict[str, Any] = {}
    for key in {**first, **second}:
        default = fields[key].default if key in fields else None
        start, end = first.get(key, default), second.get(key, default)
        if start == end:
            params[key] = start
            continue
        number = find_number(fields[key].annotation) if key in fields else None
        if number is None or (number is int and kind == "objectives"):
            return None
        mixed = _mix(start, end, share, kind, registry)
        if mixed is None:
            return None
        params[key] = round(mixed) if number is int else mixed
    return Call(before.use, (), params)
