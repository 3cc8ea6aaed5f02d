"""From a component's parameters to the inputs of a node, and back to the text of an expression."""

from __future__ import annotations

import re
import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

from comfy_api.latest import io
from pydantic.fields import FieldInfo

_LARGEST = 2**31 - 1
_UNIONS = (Union, types.UnionType)
_GRAMMAR = re.compile(r"[\[\"']|[+-]?(\d+\.?\d*|\.\d+)$|[\w/-]+\(")
"""What is no plain text in an expression: a list, quotes, a number, a call."""


def make_input(name: str, field: FieldInfo) -> Any:
    """Return the widget of a parameter: a number, a switch, a menu, or text for anything else."""
    kind, default = field.annotation, _find_default(field)
    low, high = _find_bounds(field)
    common = {"tooltip": field.description}
    if kind is bool:
        return io.Boolean.Input(name, default=bool(default), **common)
    if kind is int:
        least, most = int(low), int(high)
        return io.Int.Input(name, default=_or(default, least), min=least, max=most, **common)
    if kind is float:
        value = float(_or(default, low))
        return io.Float.Input(
            name, default=value, min=low, max=high, step=_find_step(value), **common
        )
    if options := _list_options(kind):
        chosen = _or(default, options[0])
        return io.Combo.Input(name, options=options, default=chosen, **common)
    return io.String.Input(name, default=_write_default(default), **common)


def write_call(name: str, fields: dict[str, FieldInfo], given: dict[str, Any]) -> str:
    """Return the expression of a component; what has its default value is left out."""
    parts = []
    for key, field in fields.items():
        text = _write(given[key], field)
        if text and (field.is_required() or text != _write(_text_of(field), field)):
            parts.append(f"{key}={text}")
    return f"{name}({', '.join(parts)})" if parts else name


def _text_of(field: FieldInfo) -> Any:
    """Return what the widget of a parameter that has a default shows at first."""
    return make_input("", field).default


def _write(value: Any, field: FieldInfo) -> str:
    """Return a widget's value as an expression has it; "" for one that is left empty."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    value = value.strip()
    if not value or value.lower() == "none" or not _takes_text(field.annotation):
        return "" if value.lower() == "none" else value
    if field.annotation is not str and _GRAMMAR.match(value):
        return value
    return f'"{value.replace(chr(34), chr(34) * 2)}"'


def _list_options(kind: Any) -> list[Any]:
    """Return the words that a parameter can be, an empty one first if it can be left out."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    parts = get_args(kind) if get_origin(kind) in _UNIONS else ()
    words = [part for part in parts if get_origin(part) is Literal]
    return ["", *get_args(words[0])] if len(words) == 1 and len(parts) == 2 else []


def _takes_text(kind: Any) -> bool:
    if get_origin(kind) in _UNIONS:
        return any(_takes_text(each) for each in get_args(kind))
    return kind is str or (get_origin(kind) is Literal and isinstance(get_args(kind)[0], str))


def _find_default(field: FieldInfo) -> Any:
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    return field.examples[0] if field.examples else None


def _write_default(default: Any) -> str:
    """Return the text of a widget; nothing for None, and for what no text stands for."""
    if isinstance(default, list | tuple):
        return f"[{', '.join(map(_write_default, default))}]"
    if isinstance(default, str):
        return default if re.fullmatch(r"[\w.:/-]*", default) else f'"{default}"'
    return repr(default) if isinstance(default, int | float) else ""


def _find_bounds(field: FieldInfo) -> tuple[float, float]:
    """Return the least and the largest value that a widget offers."""
    low = high = None
    for limit in field.metadata:
        low = _or(getattr(limit, "ge", getattr(limit, "gt", None)), low)
        high = _or(getattr(limit, "le", getattr(limit, "lt", None)), high)
    return float(_or(low, -_LARGEST)), float(_or(high, _LARGEST))


def _find_step(value: float) -> float:
    """Return a step as fine as the default's last digit, and a hundredth at most."""
    digits = max(2, -int(Decimal(repr(value)).as_tuple().exponent))
    return float(Decimal(1).scaleb(-digits))


def _or(value: Any, other: Any) -> Any:
    return other if value is None else value
