"""Pydantic's findings, said in one sentence: where, what, what is allowed, the nearest match."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard, get_args

from pydantic import BaseModel, ValidationError

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.call import Call
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.values import shorten
from dreamgen.recipe.writing import write

_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "tuple": "a list",
    "list": "a list",
    "model": "a table of keys and values",
    "dict": "a table of keys and values",
    "dataclass": "a component, as blur or blur(start=2)",
}
"""Pydantic's types of error begin with what was wanted."""
_NUMBERS = {int: "a whole number", float: "a number"}


def build_component(kind: type[BaseModel], call: Call, where: str) -> Any:
    """Return ``kind`` with the call's parameters, those by place filling its fields in order."""
    names = [name for name, field in kind.model_fields.items() if not field.kw_only]
    if len(call.args) > len(names):
        allowed = ", ".join(names)
        many = (
            f"{len(names)} parameter{'' if len(names) == 1 else 's'}" if names else "no parameters"
        )
        most = f"at most {many} ({allowed})" if names else many
        raise BadInput(f"{where}: {call.use} takes {most}, and is given {len(call.args)}")
    params: dict[str, Any] = dict(zip(names, call.args, strict=False))
    for key, value in call.params.items():
        if key in params:
            raise BadInput(f"{where}: {call.use} is given {key!r} by place and by name")
        params[key] = value
    try:
        component = kind(**params)
        check_numbers(params, component)
    except ValidationError as problem:
        raise BadInput(f"{where}: {call.use}: {describe_problem(problem, kind)}") from None
    except BadInput as problem:
        raise BadInput(f"{where}: {call.use}: {problem}") from None
    return component


def check_numbers(
    given: Mapping[str, Any], model: BaseModel, origins: Mapping[str, str] = {}, at: str = ""
) -> None:
    """Raise BadInput for true or false where a number is wanted: to pydantic they are 1 and 0."""
    for key, value in given.items():
        taken = getattr(model, key, None)
        path = f"{at}{key}"
        if isinstance(value, Mapping) and isinstance(taken, BaseModel):
            check_numbers(value, taken, origins, f"{path}.")
        elif isinstance(value, bool) and type(taken) in (int, float):
            origin = f"{origins[path]}: " if path in origins else ""
            raise BadInput(
                f"{origin}{path} = {str(value).lower()}: must be {_NUMBERS[type(taken)]}"
            )


def describe_problem(
    problem: ValidationError,
    model: type[BaseModel],
    origins: Mapping[str, str] = {},
    list_keys: Callable[[type[Any]], Sequence[str]] = lambda table: [*table.model_fields],
) -> str:
    """Return the first finding as one sentence; ``origins`` says which source set which key.

    ``list_keys`` gives the keys of a table that a message offers in place of an unknown one.
    """
    # An unknown key first: a misspelt one is also missing under its right name.
    errors = sorted(
        problem.errors(include_url=False), key=lambda error: error["type"] != "extra_forbidden"
    )
    key = _get_key(errors[0])
    origin = next((origins[k] for k in _list_prefixes(key) if k in origins), "")
    same = [error for error in errors if _get_key(error) == key]
    return (f"{origin}: " if origin else "") + _describe_error(same, key, model, list_keys)


def _get_key(error: Any) -> tuple[str, ...]:
    """Return the parts of the key that an error is about."""
    parts = list(error["loc"])
    unknown = [parts.pop()] if error["type"] == "extra_forbidden" else []  # whatever it looks like
    return tuple(str(part) for part in [*(x for x in parts if not _is_branch(x)), *unknown])


def _is_branch(part: Any) -> bool:
    """Pydantic names the branch of a union tried in the location: that is no key of the user's."""
    return isinstance(part, str) and (part in {"int", "str", "float", "bool"} or "[" in part)


def _list_prefixes(key: Sequence[str]) -> list[str]:
    return [".".join(key[:count]) for count in range(len(key), 0, -1)]


def _write_key(key: Sequence[str]) -> str:
    """Return a key as TOML has it: a part that is no plain word in quotes."""
    return ".".join(part if re.fullmatch(r"[\w-]+", part) else f'"{part}"' for part in key)


def _describe_error(
    errors: list[Any],
    parts: Sequence[str],
    model: type[BaseModel],
    list_keys: Callable[[type[Any]], Sequence[str]],
) -> str:
    """Say what is wrong with a key; there are several errors where each kind of a union failed."""
    error, key = errors[0], _write_key(parts)
    if error["type"] == "extra_forbidden":
        table = _find_table(model, parts[:-1])
        fields = [] if table is None else list_keys(table)
        guess = nearest(parts[-1], fields)
        return f"unknown key {shorten(repr(key))}{guess}; allowed are {', '.join(fields) or 'none'}"
    if error["type"] == "keyframe":
        return error["msg"]
    if error["type"] == "missing":
        return f"{key!r} is required"
    if error["type"] == "literal_error":
        guess = nearest(
            shorten(str(error["input"])), re.findall(r"'([^']*)'", error["ctx"]["expected"])
        )
        return (
            f"{key} = {_write_short(error['input'])}: allowed are {error['ctx']['expected']}{guess}"
        )
    wanted = [kind for kind in map(_get_wanted_kind, errors) if kind]
    message = error["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    if error["type"] == "too_short":
        message = f"must have {error['ctx']['min_length']} or more items"
    if wanted:
        message = f"must be {' or '.join(dict.fromkeys(wanted))}"
    if isinstance(error["input"], Formula):
        message += ", not a formula"
    return f"{key} = {_write_short(error['input'])}: {message}" if key else message


_OF_KIND = ("type", "parsing", "parsing_size", "from_float", "attributes_type")


def _get_wanted_kind(error: Any) -> str | None:
    kind, _, how = error["type"].partition("_")
    return _KINDS.get(kind) if how in _OF_KIND else None


def _write_short(value: Any) -> str:
    try:
        return shorten(write(value) if isinstance(value, Call | Formula | bool) else repr(value))
    except ValueError:  # a number of more digits than Python writes
        return "a very large number"


def _find_table(model: type[BaseModel], path: Sequence[str]) -> type[BaseModel] | None:
    for part in path:
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        tables = [kind for kind in (annotation, *get_args(annotation)) if _is_table(kind)]
        if not tables:
            return None
        model = tables[0]
    return model


def _is_table(annotation: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
