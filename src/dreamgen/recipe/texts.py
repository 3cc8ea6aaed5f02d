"""Every text in a recipe: among them are the names of all files that it could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from dreamgen.errors import BadInput
from dreamgen.recipe.expressions import Call, Term, read_call, write
from dreamgen.recipe.schema import Recipe


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
    if isinstance(value, BaseModel):
        inner = dict(value).values()
    elif isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, Term):
        inner = (value.call,)
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
        case BaseModel():
            changed = {key: _replace(each, others) for key, each in value}
            kept = dict(value)
            return value.model_copy(
                update={key: new for key, new in changed.items() if new != kept[key]}
            )
        case Mapping():
            return {key: _replace(each, others) for key, each in value.items()}
        case Term():
            return replace(value, call=_replace(value.call, others))
        case Call():
            args, params = _replace(value.args, others), _replace(value.params, others)
            return replace(value, args=args, params=params)
        case tuple() | list() | set() | frozenset():
            return type(value)(_replace(each, others) for each in value)
    return value
