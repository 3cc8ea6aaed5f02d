"""The names by which callers set a recipe's keys: its own, dotted ones, and the command line's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.call import Call
from dreamgen.recipe.renamed import RENAMED
from dreamgen.recipe.schema import Film, Recipe, Zoom
from dreamgen.recipe.table import Table
from dreamgen.recipe.values import shorten
from dreamgen.recipe.writing import write

if TYPE_CHECKING:
    from dreamgen.plugins.hookspecs import Option

Kind = Literal["still", "zoom", "film"]
"""What a recipe is of. Keys of its table ``zoom`` or ``film`` are keywords of that kind alone."""
TABLES: dict[Kind, type[Table]] = {"zoom": Zoom, "film": Film}
FLAGS = {
    "octaves": "octaves.count",
    "octave_ratio": "octaves.ratio",
    "regulariser": "regularisers",
    "effect": "effects",
    "where": "loader.where",
}
"""Options of the command line, with underscores, that are named otherwise than their keys."""
FLAGS_OF: dict[Kind, dict[str, str]] = {
    "still": {},
    "zoom": {"preview": "zoom.draft"},
    "film": {"preview": "film.draft", "from": "film.start", "to": "film.stop"},
}
"""Those of one kind alone."""


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
    given: Mapping[str, Any],
    label: str,
    kind: Kind | None,
    options: Sequence[Option] = (),
    others: Sequence[str] = (),
) -> list[tuple[str, dict[str, Any]]]:
    """Return the layers of a recipe that keywords stand for, as :func:`compose` takes them.

    A keyword is a key of a recipe, a dotted one, or an option of the command line with underscores
    (``octave_ratio``), those of plugins included; and a key of the table of its ``kind``. Without a
    kind they are for every one: ``fps`` is a zoom's and a film's. Raise BadInput, with the nearest
    name of them and of ``others``, which the caller reads itself, for any other.
    """
    if "speed" in given and "motion" in given:
        raise BadInput(f"{label}: speed: the motion has speeds of its own; write zoom(X) in it")
    keyed = [
        (key, _read_value(name, value, options))
        for name, value in given.items()
        for key in _find_keys(name, value, label, kind, options, others)
    ]
    # A component before its parameters, a list before what joins it, whichever is given first.
    keyed.sort(key=lambda pair: (isinstance(pair[1], Added), pair[0].count(".")))
    return [(label, nest(key, value)) for key, value in keyed]


def without_film(
    layers: Iterable[tuple[str, Mapping[str, Any]]],
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return layers that set nothing of films: what is for every kind makes no film of a zoom."""
    return [
        (label, {key: value for key, value in table.items() if key != "film"})
        for label, table in layers
    ]


def _read_value(name: str, value: Any, options: Iterable[Option]) -> Any:
    return f"zoom({value})" if name == "speed" else read_named(name, value, options)


def _find_keys(
    name: str,
    value: Any,
    label: str,
    kind: Kind | None,
    options: Sequence[Option],
    others: Sequence[str],
) -> list[str]:
    plain = name.replace("-", "_")
    if plain == "octaves" and isinstance(value, Mapping):
        return [plain]
    if plain.partition(".")[0] in Recipe.model_fields and plain not in FLAGS:
        return [plain]
    names = list_every_keyword(options) if kind is None else _by_kind(kind, options)
    if plain not in names:
        names |= {other: [other] for other in others}
        raise BadInput(f"{label}: {_describe_unknown(name, plain, label, names, options)}")
    return names[plain]


def list_keywords(kind: Kind, options: Iterable[Option]) -> dict[str, str]:
    """Return every keyword of a kind and the key that it sets."""
    own = {key: key for key in [*Recipe.model_fields, *(old for old in RENAMED if "." not in old)]}
    extra = {_keyword(option): option.key for option in options if option.key}
    speed = {"speed": "zoom.motion"} if kind == "zoom" else {}
    return {**extra, **_list_keys_of(kind, own), **own, **FLAGS, **FLAGS_OF[kind], **speed}


def _list_keys_of(kind: Kind, taken: Collection[str]) -> dict[str, str]:
    """Return the keys of a kind's table that the recipe has not itself, those of old among them."""
    old = [key.partition(".") for key in RENAMED]
    fields = TABLES[kind].model_fields if kind in TABLES else ()
    keys = [*fields, *(key for table, _, key in old if table == kind)]
    return {key: f"{kind}.{key}" for key in keys if key not in taken}


def list_every_keyword(options: Iterable[Option]) -> dict[str, list[str]]:
    """Return the keywords of all kinds, and the keys that each sets: of a zoom, of a film, of both."""
    every: dict[str, list[str]] = {}
    for kind in TABLES:
        for name, key in list_keywords(kind, options).items():
            every[name] = list(dict.fromkeys([*every.get(name, ()), key]))
    return every


def _by_kind(kind: Kind, options: Iterable[Option]) -> dict[str, list[str]]:
    return {name: [key] for name, key in list_keywords(kind, options).items()}


def _keyword(option: Option) -> str:
    return option.flag.removeprefix("--").replace("-", "_")


def _describe_unknown(
    name: str,
    plain: str,
    label: str,
    names: Mapping[str, Sequence[str]],
    options: Iterable[Option],
) -> str:
    is_call = label.endswith("()")
    for kind in TABLES:
        if plain in list_keywords(kind, ()):
            return f"{name} is for {kind}s{f': call {kind}()' if is_call else ''}"
    for option in options:
        if option.permits and plain == _keyword(option):
            return f"{name} is a permission: pass permissions=Permissions({option.permits}=True)"
    guess = nearest(shorten(plain), names, limit=1)
    for found, keys in names.items():
        if keys != [found] and f" {found}?" in guess:
            guess = guess.replace("?", f", the recipe's {' and '.join(keys)}?")
    what = "keyword" if is_call else "key"
    allowed = "the keys of a recipe (`dreamgen components recipe`) and options of the command line"
    return f"unknown {what} {shorten(repr(name))}{guess}; allowed are {allowed}"
