"""A component as a recipe names it, with its parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.values import shorten

Value = Any
"""A number, boolean, string, list of values, a formula, or a nested :class:`Call`."""
# Quantifiers are possessive (*+, ++, ?+): a text that does not fit is given up in linear time.
NAME = r"[A-Za-z_][\w-]*+(?:/[A-Za-z_][\w-]*+)?+"


@dataclass(frozen=True)
class Call:
    """A component by name, with its parameters by place and by name."""

    use: str
    args: tuple[Value, ...] = ()
    params: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: Mapping[str, Value]) -> Call:
        """Read the table form, ``{use = "channel", layer = 3}``."""
        use = table.get("use")
        if not isinstance(use, str) or not re.fullmatch(NAME, use):
            raise BadInput(
                f"a table names its component with a `use` key; it has {_list_keys(table)}"
            )
        params = {key: _read_nested(value) for key, value in table.items() if key != "use"}
        return cls(use, (), params)


def _read_nested(value: Value) -> Value:
    """Read a table in the place of a value, which is a component too."""
    if isinstance(value, Mapping):
        return Call.from_table(value)
    if isinstance(value, list | tuple):
        return [_read_nested(item) for item in value]
    return value


def _list_keys(table: Mapping[str, Value]) -> str:
    return shorten(", ".join(map(repr, table)), 200) or "none"
