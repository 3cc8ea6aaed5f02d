"""Every text in a recipe: among them are the names of all files that it could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term, read_call
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.table import Table
from dreamgen.recipe.writing import write


def list_texts(recipe: Recipe) -> set[str]:
    """Return every text that a recipe holds, those inside its components included."""
    return {*_iterate_texts(recipe), *_iterate_texts(_read_backbone(recipe.backbone))}


def replace_texts(recipe: Recipe, others: Mapping[str, str]) -> Recipe:
    """Return a recipe with others in the place of whole texts, those inside its components included."""
    changed: Recipe = _replace(recipe, others)
    call = _read_backbone(changed.backbone)
    other = _replace(call, others)
    return changed if other == call else changed.model_copy(update={"backbone": write(other)})


def _read_backbone(name: str) -> Call | None:
    try:
        return read_call(name)
    except BadInput:  # a plain name or path
        return None


def _iterate_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    inner: Iterable[Any] = ()
    if isinstance(value, Table):
        inner = (*dict(value).values(), *value.formulas.values())
    elif isinstance(value, Formula):
        inner = value.calls
    elif isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, Term):
        inner = (value.call, value.weight)
    elif isinstance(value, Call):
        inner = (*value.args, *value.params.values())
    elif isinstance(value, tuple | list | set | frozenset):
        inner = value
    for each in inner:
        yield from _iterate_texts(each)


def _replace(value: Any, others: Mapping[str, str]) -> Any:
    match value:
        case str():
            return others.get(value, value)
        case Table():
            changed = {key: _replace(each, others) for key, each in value}
            kept = dict(value)
            formulas = {key: _replace(each, others) for key, each in value.formulas.items()}
            return value.with_formulas(formulas).model_copy(
                update={key: new for key, new in changed.items() if new != kept[key]}
            )
        case Formula():
            return value.map_calls(lambda call: _replace(call, others), write)
        case Mapping():
            return {key: _replace(each, others) for key, each in value.items()}
        case Term():
            weight = _replace(value.weight, others)
            return replace(value, call=_replace(value.call, others), weight=weight)
        case Call():
            args, params = _replace(value.args, others), _replace(value.params, others)
            return replace(value, args=args, params=params)
        case tuple() | list() | set() | frozenset():
            return type(value)(_replace(each, others) for each in value)
    return value
