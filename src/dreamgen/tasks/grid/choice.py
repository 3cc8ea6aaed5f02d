"""One value of an axis: what it sets in a recipe, and how it is told from its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen.recipe.call import Call
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.keywords import nest
from dreamgen.recipe.toml import read_value
from dreamgen.recipe.values import read_layer
from dreamgen.recipe.writing import write
from dreamgen.tasks.grid.values import split_values

_PLAIN = {"objective", "backbone"}
"""Axes whose values say by themselves what they are."""


@dataclass(frozen=True)
class Choice:
    """One value of an axis.

    text:    as it was typed.
    caption: what tells it from its neighbours, as "layer 3".
    key:     the recipe's key that it sets, dotted; or "preset".
    value:   what the key is set to.
    """

    text: str
    caption: str
    key: str
    value: Any


def choose(name: str, key: str, text: str) -> Choice:
    """Return the choice of a value as it was typed, of an axis and the key that it sets."""
    if name == "channel":
        layer, _, number = text.rpartition(":")
        value = write(Call("channel", (read_layer(layer), int(number))))
        return Choice(text, f"channel {number}", key, value)
    if name == "concept":
        word = _unquote(text, name)
        return Choice(text, word, key, write(Call("concept", (word,))))
    if name == "speed":
        return Choice(text, f"speed {text}", key, f"zoom({text})")
    if key in ("preset", "input"):
        value = _unquote(text, name)
        return Choice(text, Path(value).name if key == "input" else value, key, value)
    is_said = name in _PLAIN or (name == "layer" and not text.isdecimal())
    caption = text if is_said else f"{name.replace('_', ' ')} {text}"
    return Choice(text, caption, key, _read(text, name))


def _unquote(text: str, name: str) -> str:
    return str(read_value(text, f"--vary {name}")) if text[:1] in ("'", '"') else text


def as_layers(choices: Sequence[Choice]) -> list[Layer]:
    """Return choices as sources of a recipe; a component stands before its parameters."""
    ordered = sorted(choices, key=lambda choice: choice.key.count("."))
    return [(f"--vary {each.key}={each.text}", nest(each.key, each.value)) for each in ordered]


def apply(
    choices: Sequence[Choice], source: str | None, preset: str | None
) -> tuple[str | None, str | None, list[Layer]]:
    """Return the input, the preset and the other keys of a recipe that choices are made for."""
    for choice in choices:
        source = choice.value if choice.key == "input" else source
        preset = choice.value if choice.key == "preset" else preset
    rest = [choice for choice in choices if choice.key not in ("input", "preset")]
    return source, preset, as_layers(rest)


def _read(text: str, name: str) -> Any:
    """Return a value: TOML, a list of components in square brackets, or plain text."""
    value = read_value(text, f"--vary {name}")
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        return [part for part in split_values(value[1:-1]) if part]
    return value
