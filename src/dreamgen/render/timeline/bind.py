"""Where a component's field is a number, what a recipe gives for it may be a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.formula import Formula, WholeFormula, is_function, read_formula
from dreamgen.recipe.table import find_number, is_whole
from dreamgen.recipe.weights import check_weight
from dreamgen.recipe.writing import write

COMPONENTS = {
    "objective": "objectives",
    "regularisers": "regularisers",
    "parameterisation": "parameterisations",
    "optimiser": "optimisers",
    "effects": "effects",
    "zoom.motion": "motions",
    "zoom.transition": "objectives",
}
"""The keys that hold components whose numbers may change, and the kinds of these."""


def bind_formulas(value: Any, kind: str, registry: Registry) -> Any:
    """Return components with a :class:`Formula` wherever a number of theirs is one.

    ``value`` is a call, or a list of calls, terms or sums. What holds no formula stays as it is.
    """
    match value:
        case tuple():
            return tuple(bind_formulas(item, kind, registry) for item in value)
        case Term():
            return replace(value, call=bind_formulas(value.call, kind, registry))
        case Call():
            return _bind_call(value, kind, registry)
    return value


def map_formulas(value: Any, change: Callable[[Formula], Any]) -> Any:
    """Return components with each of their formulas changed, as to its value."""
    match value:
        case Formula():
            return change(value)
        case tuple():
            return tuple(map_formulas(item, change) for item in value)
        case Term():
            call = map_formulas(value.call, change)
            weight = value.weight
            return Term(
                call, check_weight(change(weight)) if isinstance(weight, Formula) else weight
            )
        case Call():
            if not any(isinstance(item, Formula) for item in value.params.values()):
                return value
            params = {key: map_formulas(item, change) for key, item in value.params.items()}
            return replace(value, params=params)
    return value


def list_formulas(value: Any) -> list[Formula]:
    """Return the formulas that are bound in components."""
    found: list[Formula] = []

    def note(formula: Formula) -> Formula:
        found.append(formula)
        return formula

    map_formulas(value, note)
    return found


def leave_out_formulas(value: Any, kind: str, registry: Registry) -> Any:
    """Return components without formulas: weights are 1, and so are numbers that must be given."""
    match value:
        case tuple():
            return tuple(leave_out_formulas(item, kind, registry) for item in value)
        case Term():
            weight = 1.0 if isinstance(value.weight, Formula) else value.weight
            return Term(leave_out_formulas(value.call, kind, registry), weight)
        case Call() if any(isinstance(item, Formula) for item in value.params.values()):
            fields = registry.load(kind, value.use).model_fields
            params = {
                key: 1 if isinstance(item, Formula) else item
                for key, item in value.params.items()
                if not isinstance(item, Formula) or fields[key].is_required()
            }
            return Call(value.use, (), params)
    return value


def list_calls(value: Any) -> list[Call]:
    """Return the components in a value: a call, or a list of calls, terms or sums."""
    match value:
        case tuple():
            return [call for item in value for call in list_calls(item)]
        case Term():
            return [value.call]
        case Call():
            return [value]
    return []


def _bind_call(call: Call, kind: str, registry: Registry) -> Call:
    try:
        component = registry.load(kind, call.use)
    except BadInput:  # who builds it says so
        return call
    fields = component.model_fields
    params = name_parameters(call, component)
    if params is None:
        return call
    bound = dict(params)
    for key in params.keys() & fields.keys():
        number = find_number(fields[key].annotation)
        if number is not None:
            bound[key] = read_number(params[key], registry)
        if isinstance(bound[key], Formula) and is_whole(fields[key].annotation):
            bound[key] = WholeFormula(bound[key].text)
    has_formulas = any(isinstance(value, Formula) for value in bound.values())
    return Call(call.use, (), bound) if has_formulas or bound != params else call


def name_parameters(call: Call, component: Any) -> dict[str, Any] | None:
    """Return all parameters of a call by name; None if there are too many, or one twice."""
    names = [name for name, field in component.model_fields.items() if not field.kw_only]
    placed = dict(zip(names, call.args, strict=False))
    if len(call.args) > len(names) or placed.keys() & call.params.keys():
        return None
    return {**placed, **call.params}


def read_number(value: Any, registry: Registry) -> Any:
    """Return the formula, or the constant, that a value in the place of a number stands for."""
    if isinstance(value, Call):
        if not (is_function(value.use) or value.use in registry.names("curves")):
            return value
        value = _write_formula(value)
    if not isinstance(value, str):
        return value
    try:
        return read_formula(value)
    except BadInput:  # whatever else it is, the field has a word on it
        return value


def _write_formula(value: Any) -> str:
    """Return a call of a function, or of a component in place, as a formula has it."""
    if isinstance(value, Call) and is_function(value.use):
        return f"{value.use}({', '.join(map(_write_formula, value.args))})"
    return value if isinstance(value, str) else write(value)
