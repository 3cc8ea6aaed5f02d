"""One axis of a grid: the values of ``--vary KEY=VALUES``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.keywords import TABLES, Kind, list_keywords
from dreamgen.recipe.renamed import RENAMED, warn_of_old_name
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import shorten
from dreamgen.tasks.grid.choice import Choice, choose
from dreamgen.tasks.grid.values import read_part, split_values

if TYPE_CHECKING:
    from dreamgen.plugins.hookspecs import Option

ALL = "all"
OWN = {"preset": "preset", "input": "input", "channel": "objective", "concept": "objective"}
"""What can be varied besides the keys of a recipe, and the key that it sets."""
_PATTERN = re.compile(r"[*?\[]")


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
        return choose(self.name, self.key, text)

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
    texts: Sequence[str], kind: Kind = "still", options: Sequence[Option] = ()
) -> list[Axis]:
    """Return the axes of several ``KEY=VALUES``; a zoom's or a film's keys are those of a kind.

    ``options`` are those of plugins. Raise BadInput for what is none, and for a key given twice.
    """
    axes = [read_axis(text, kind, options) for text in texts]
    for number, axis in enumerate(axes):
        for other in axes[:number]:
            if axis.name == other.name:
                raise BadInput(f"--vary {axis.name}: is given twice; write all its values into one")
            if axis.key == other.key:
                raise BadInput(f"--vary {axis.name}: --vary {other.name} sets {axis.key} already")
    return axes


def read_axis(text: str, kind: Kind = "still", options: Sequence[Option] = ()) -> Axis:
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
    key = _find_key(name, kind, options)
    if name == "channel":  # whose numbers count in their layer: 6:0..15
        return Axis(name, key, ((values,),))
    parts = tuple(read_part(part, name) for part in split_values(values))
    if not parts or "" in {part[0] for part in parts}:
        what = "names with commas between them" if name == "concept" else "values with commas"
        raise BadInput(f"--vary {shorten(text)}: must be {what}, as owl,skull or 3,6,8")
    return Axis(name, key, parts)


def _rename(name: str) -> str:
    """Return the name that a key of an older release has now, with a warning."""
    if name not in RENAMED:
        return name
    warn_of_old_name(f"--vary {name}", RENAMED[name])
    return RENAMED[name]


def _find_key(name: str, kind: Kind, options: Sequence[Option]) -> str:
    names: Mapping[str, str] = {**list_keywords(kind, options), **OWN}
    if name in names:
        return names[name]
    table, dot, _ = name.partition(".")
    if dot and table in Recipe.model_fields:  # its key is looked at with the recipe
        return name
    for other in TABLES:
        if name in list_keywords(other, ()):
            raise BadInput(f"--vary {name}: is for {other}s, and this is a {kind}")
    guess = nearest(shorten(name), names)
    raise BadInput(
        f"--vary {shorten(name)}: there is no such key{guess}; allowed are preset, input, channel, "
        "concept and the keys of a recipe, which `dreamgen components recipe` lists"
    )
