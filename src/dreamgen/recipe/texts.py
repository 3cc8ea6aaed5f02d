"""Every text in a recipe: among them are the names of all files that it could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from dreamgen.errors import BadInput
from dreamgen.recipe.expressions import Call, Term, read_call
from dreamgen.recipe.schema import Recipe


def list_texts(recipe: Recipe) -> set[str]:
    """Return every text that a recipe holds, those inside its components included."""
    return {*_iterate_texts(recipe), *_iterate_texts(_read_backbone(recipe.backbone))}


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
