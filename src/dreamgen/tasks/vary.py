"""The axes of a grid: the values of ``--vary KEY=VALUES``, and the product of several."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.expressions import Call, write
from dreamgen.recipe.keywords import list_keywords, nest
from dreamgen.recipe.renamed import RENAMED, warn_of_old_name
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.toml import read_value
from dreamgen.recipe.values import shorten
from dreamgen.tasks.values import quote_value, read_part, split_values

if TYPE_CHECKING:
    from dreamgen.plugins.hookspecs import Option

ALL = "all"
OWN = {"preset": "preset", "input": "input", "channel": "objective", "concept": "objective"}
"""What can be varied besides the keys of a recipe, and the key that it sets."""
_PLAIN = {"objective", "backbone"}
"""Axes whose values say by themselves what they are."""
_PATTERN = re.compile(r"[*?\[]")


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


@dataclass(frozen=True)
class Axis:
    """What one ``--vary`` goes through. Long ranges take no memory: they are never listed.

    name:  what is varied, as it was typed.
    key:   the recipe's key that is set.
    parts: the values: texts, and ranges of whole numbers.
    """

    name: str
    key: str
    parts: tuple[Sequence[Any], ...]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Choice]:
        return (self.choose(str(value)) for part in self.parts for value in part)

    def choose(self, text: str) -> Choice:
        """Return the choice of a value as it was typed."""
        return _choose(self.name, self.key, text)

    @property
    def texts(self) -> Iterator[str]:
        """The values that are no ranges, as they were typed."""
        return (value for part in self.parts if not isinstance(part, range) for value in part)

    @property
    def needs_network(self) -> bool:
        """Whether only the network knows the values: channels, all concepts, patterns of layers."""
        match self.name:
            case "channel":
                return True
            case "concept":
                return ALL in self.texts
            case "layer":
                return any(text == ALL or _PATTERN.search(text) for text in self.texts)
        return False


def read_axes(
    texts: Sequence[str], moving: bool = False, options: Sequence[Option] = ()
) -> list[Axis]:
    """Return the axes of several ``KEY=VALUES``; ``moving`` allows the keys of a zoom too.

    ``options`` are those of plugins. Raise BadInput for what is none, and for a key given twice.
    """
    axes = [read_axis(text, moving, options) for text in texts]
    for number, axis in enumerate(axes):
        for other in axes[:number]:
            if axis.name == other.name:
                raise BadInput(f"--vary {axis.name}: is given twice; write all its values into one")
            if axis.key == other.key:
                raise BadInput(f"--vary {axis.name}: --vary {other.name} sets {axis.key} already")
    return axes


def read_axis(text: str, moving: bool = False, options: Sequence[Option] = ()) -> Axis:
    """Return the axis of ``KEY=VALUES``.

    Values stand between commas: numbers, names, calls, lists in square brackets; ``1..16`` is a range
    of whole numbers, and ``0.5:1.5:5`` are five numbers from 0.5 to 1.5.

    >>> [choice.caption for choice in read_axis("steps=8,16..18")]
    ['steps 8', 'steps 16', 'steps 17', 'steps 18']
    """
    name, equals, values = (part.strip() for part in text.partition("="))
    name = _rename(name.replace("-", "_"))
    if not equals:
        raise BadInput(f"--vary {shorten(text)}: must be KEY=VALUES, as seed=1..16 or layer=3,6,8")
    key = _find_key(name, moving, options)
    if name == "channel":  # whose numbers count in their layer: 6:0..15
        return Axis(name, key, ((values,),))
    parts = tuple(read_part(part, name) for part in split_values(values))
    if not parts or "" in {part[0] for part in parts}:
        what = "names with commas between them" if name == "concept" else "values with commas"
        raise BadInput(f"--vary {shorten(text)}: must be {what}, as owl,skull or 3,6,8")
    return Axis(name, key, parts)


def choose_first(axes: Sequence[Axis]) -> list[Choice]:
    """Return the first choice of every axis whose values are known."""
    return [next(iter(axis)) for axis in axes if not axis.needs_network]


def choose_each(axes: Sequence[Axis], most: int) -> Iterator[list[Choice]]:
    """Yield the first choices of every axis whose values are known, the second ones, ...

    An axis that has no more stays at its last; ``most`` are yielded at most.
    """
    lists = [list(islice(axis, most)) for axis in axes if not axis.needs_network]
    for number in range(max(map(len, lists), default=1)):
        yield [choices[min(number, len(choices) - 1)] for choices in lists]


def product(axes: Sequence[Axis]) -> Iterator[tuple[Choice, ...]]:
    """Yield every combination of the axes' choices, one by one; those of the last change fastest."""
    if not axes:
        yield ()
        return
    for choice in axes[0]:
        for rest in product(axes[1:]):
            yield (choice, *rest)


@dataclass(frozen=True)
class Variants:
    """Every combination of the axes' values, as texts by the names of the axes; iterated any times."""

    axes: Sequence[Axis]

    def __len__(self) -> int:
        return prod(map(len, self.axes))

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        names = [axis.name for axis in self.axes]
        for choices in product(self.axes):
            yield dict(zip(names, (choice.text for choice in choices), strict=True))

    def __contains__(self, varied: object) -> bool:
        return any(varied == one for one in self)

    def choices(self, varied: Mapping[str, str]) -> list[Choice]:
        """Return the choices of one combination, or of a part of it."""
        return [axis.choose(varied[axis.name]) for axis in self.axes if axis.name in varied]


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


def _rename(name: str) -> str:
    """Return the name that a key of an older release has now, with a warning."""
    if name not in RENAMED:
        return name
    warn_of_old_name(f"--vary {name}", RENAMED[name])
    return RENAMED[name]


def _find_key(name: str, moving: bool, options: Sequence[Option]) -> str:
    names: Mapping[str, str] = {**list_keywords(moving, options), **OWN}
    if name in names:
        return {"speed": "zoom.motion"}.get(name, names[name])
    table, dot, _ = name.partition(".")
    if dot and table in Recipe.model_fields:  # its key is looked at with the recipe
        return name
    guess = nearest(shorten(name), names)
    raise BadInput(
        f"--vary {shorten(name)}: there is no such key{guess}; allowed are preset, input, channel, "
        "concept and the keys of a recipe, which `dreamgen components recipe` lists"
    )


def _choose(name: str, key: str, text: str) -> Choice:
    if name == "channel":
        layer, _, number = text.rpartition(":")
        place = int(layer) if layer.isdigit() else layer
        value = write(Call("channel", (place, int(number))))
        return Choice(text, f"channel {number}", key, value)
    if name == "concept":
        word = _unquote(text, name)
        return Choice(text, word, key, write(Call("concept", (word,))))
    if name == "speed":
        return Choice(text, f"speed {text}", key, f"zoom({text})")
    if key in ("preset", "input"):
        value = _unquote(text, name)
        return Choice(text, Path(value).name if key == "input" else value, key, value)
    is_said = name in _PLAIN or (name == "layer" and not text.isdigit())
    caption = text if is_said else f"{name.replace('_', ' ')} {text}"
    return Choice(text, caption, key, _read(text, name))


def _unquote(text: str, name: str) -> str:
    return str(read_value(text, f"--vary {name}")) if text[:1] in ("'", '"') else text


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


def _read(text: str, name: str) -> Any:
    """Return a value: TOML, a list of components in square brackets, or plain text."""
    value = read_value(text, f"--vary {name}")
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        return [part for part in split_values(value[1:-1]) if part]
    return value
