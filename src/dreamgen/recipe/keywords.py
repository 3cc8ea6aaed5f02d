"""The names by which callers set a recipe's keys: its own, dotted ones, and the command line's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.call import Call
from dreamgen.recipe.renamed import RENAMED
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.recipe.values import shorten
from dreamgen.recipe.writing import write

if TYPE_CHECKING:
    from dreamgen.plugins.hookspecs import Option

FLAGS = {
    "octaves": "octaves.count",
    "octave_ratio": "octaves.ratio",
    "regulariser": "regularisers",
    "effect": "effects",
    "where": "loader.where",
    "preview": "zoom.draft",
}
"""Options of the command line, with underscores, that are named otherwise than their keys."""


class Added(str):
    """A component, as text, that joins those of a list, in place of one of the same name there."""


def read_option(option: Option, value: Any) -> Any:
    """Return what an option sets its key to: its value, or the component that it stands for."""
    return Added(write(Call(option.use, (str(value),)))) if option.use else value


def read_named(name: str, value: Any, options: Iterable[Option]) -> Any:
    """Return what a keyword sets its key to: as :func:`read_option` where it is an option's."""
    for option in options:
        if option.use and name == _keyword(option) and value is not None:
            return read_option(option, value)
    return value


def nest(key: str, value: Any) -> dict[str, Any]:
    """Return the table in which a dotted key has a value.

    >>> nest("octaves.count", 6)
    {'octaves': {'count': 6}}
    """
    for part in reversed(key.split(".")):
        value = {part: value}
    return value


def read_keywords(
    given: Mapping[str, Any], label: str, moving: bool, options: Sequence[Option] = ()
) -> list[tuple[str, dict[str, Any]]]:
    """Return the layers of a recipe that keywords stand for, as :func:`compose` takes them.

    A keyword is a key of a recipe, a dotted one, or an option of the command line with underscores
    (``octave_ratio``), those of plugins included; with ``moving``, a key of its table ``zoom`` too.
    Raise BadInput, with the nearest names, for any other.
    """
    keyed = [
        (_find_key(name, value, label, moving, options), read_named(name, value, options))
        for name, value in given.items()
    ]
    # A component before its parameters, a list before what joins it, whichever is given first.
    keyed.sort(key=lambda pair: (isinstance(pair[1], Added), pair[0].count(".")))
    layers = [(label, nest(key, value)) for key, value in keyed if key != "speed"]
    if "speed" in given:
        layers.append((label, {"zoom": {"motion": _read_speed(given, label)}}))
    return layers


def _find_key(name: str, value: Any, label: str, moving: bool, options: Sequence[Option]) -> str:
    plain = name.replace("-", "_")
    if plain == "octaves" and isinstance(value, Mapping):
        return plain
    names = list_keywords(moving, options)
    if plain.partition(".")[0] in Recipe.model_fields and plain not in FLAGS:
        return plain
    if plain not in names:
        raise BadInput(f"{label}: {_describe_unknown(name, plain, names, options)}")
    return names[plain]


def list_keywords(moving: bool, options: Iterable[Option]) -> dict[str, str]:
    """Return every keyword and the key that it sets."""
    own = {key: key for key in [*Recipe.model_fields, *(old for old in RENAMED if "." not in old)]}
    zooms = {key: f"zoom.{key}" for key in Zoom.model_fields if key not in own}
    for old in RENAMED:
        table, _, key = old.partition(".")
        if table == "zoom" and key not in own:
            zooms[key] = old
    flags = {name: key for name, key in FLAGS.items() if moving or not key.startswith("zoom.")}
    extra = {_keyword(option): option.key for option in options if option.key}
    return {**extra, **own, **flags, **(zooms | {"speed": "speed"} if moving else {})}


def _keyword(option: Option) -> str:
    return option.flag.removeprefix("--").replace("-", "_")


def _describe_unknown(
    name: str, plain: str, names: Mapping[str, str], options: Iterable[Option]
) -> str:
    if plain in list_keywords(True, ()):
        return f"{name} is for zooms: call zoom()"
    for option in options:
        if option.permits and plain == _keyword(option):
            return f"{name} is a permission: pass permissions=Permissions({option.permits}=True)"
    guess = nearest(shorten(plain), names, limit=1)
    for found, key in names.items():
        if key != found and f" {found}?" in guess:
            guess = guess.replace("?", f", the recipe's {key}?")
    allowed = "keywords are the keys of a recipe (`dreamgen components recipe`) and options"
    return f"unknown keyword {shorten(repr(name))}{guess}; {allowed} of the command line"


def _read_speed(given: Mapping[str, Any], label: str) -> str:
    if "motion" in given:
        raise BadInput(f"{label}: speed: the motion has speeds of its own; write zoom(X) in it")
    return f"zoom({given['speed']!r})"
