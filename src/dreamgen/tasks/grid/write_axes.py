"""The axes of a file, which has them as a list or a table, as they are typed after ``--vary``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.values import shorten
from dreamgen.tasks.grid.values import quote_value, split_values


def write_axes(given: Any) -> list[str]:
    """Return the ``KEY=VALUES`` of a file's list of them, or of its table.

    >>> write_axes({"seed": "1..4", "layer": [3, 6]})
    ['seed=1..4', 'layer=3,6']
    >>> write_axes({"input": ["a.png", "b, c.png"]})
    ['input=a.png,"b, c.png"']
    """
    if isinstance(given, list) and all(isinstance(text, str) for text in given):
        return given
    if not isinstance(given, Mapping):
        raise BadInput(f"vary = {shorten(repr(given))}: must be a table, as {{seed = '1..4'}}")
    return [f"{key}={_write_values(values)}" for key, values in given.items()]


def _write_values(values: Any) -> str:
    """Return the values of an axis: a text as it is, those of a list with commas between them."""
    if isinstance(values, list):
        return ",".join(map(_write_item, values))
    return values if isinstance(values, str) else json.dumps(values)


def _write_item(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    is_one = split_values(f"{value},") == [value, ""]  # no comma, and no quote left open
    return value if is_one else quote_value(value)
