"""Presets in TOML: each key of the schema with values of every type, and damaged texts."""

from __future__ import annotations

import tomllib
from random import Random
from typing import Any

import components
import odd
import tomli_w
from make_expression import CALLS, SUMS
from samples import read_presets

from dreamgen.recipe.schema import Octaves, Recipe, Zoom

SUFFIX = ".toml"

_INPUTS = (
    "noise",
    "sample:cat",
    "sample:bars",
    "sample:none",
    "missing.png",
    "-",
    "/dev/zero",
    "..",
    "",
)
_FAMILIES = (
    "classic",
    "psychedelic-plot",
    "core/classic",
    "input.toml",
    "missing.toml",
    "",
    "classic.toml",
)
_OLD = ("strength", "output_path", "pyramid", "mirror", "octave_ratio", "keep_colour", "x", "")
_DEEP = (
    "[a]\n" * 2,
    "a = " + "[" * 3000,
    "x." * 3000 + "y = 1",
    "a = 1\na = 2",
    "= 1",
    "[made]\nx = nan",
    "seed = " + "9" * 5000,
)


def make(random: Random) -> bytes:
    """Return the bytes of a preset."""
    return write(table(random), random)


def table(random: Random) -> dict[str, Any]:
    """Return the table of a recipe, some values of it odd."""
    values = tomllib.loads(random.choice(read_presets())) if random.random() < 0.5 else {}
    values.pop("input", None)
    for _ in range(random.choice((0, 1, 1, 2, 3, 5))):
        key = random.choice((*Recipe.model_fields, "octaves", "zoom", "extends", "input"))
        values[key] = _value_of(key, random)
    if random.random() < 0.1:
        values[random.choice((*_OLD, odd.text(random)[:3000]))] = _any_value(random)
    return values


def write(values: dict[str, Any], random: Random) -> bytes:
    """Return a table as TOML, its text damaged now and then."""
    text = tomli_w.dumps(values)
    way = random.random()
    if way < 0.25:
        text = odd.damage_text(text, random)
    elif way < 0.3:
        text += random.choice(_DEEP)
    if random.random() < 0.05:
        text = text.replace("\n", random.choice(("\r\n", "\r", "\n\n")))
    data = text.encode(random.choice(("utf-8",) * 20 + ("utf-16", "latin-1")), errors="replace")
    return odd.damage(data, random) if random.random() < 0.05 else data


def _value_of(key: str, random: Random) -> Any:
    if random.random() < 0.3:
        return _any_value(random)
    if key in SUMS:
        return components.total(random, SUMS[key])[:20000]
    if key in CALLS:
        return _call(CALLS[key], random)
    if key == "input":
        return random.choice(_INPUTS)
    if key == "extends":
        return random.choice(_FAMILIES)
    if key in ("octaves", "zoom"):
        fields = tuple({"octaves": Octaves, "zoom": Zoom}[key].model_fields)
        names = random.sample(fields, random.randint(0, len(fields)))
        return {name: _zoom_value(name, random) for name in names}
    if key == "size":
        return random.choice(
            (64, "80x60", 16384, "16384x16384", "32 x 32", 31, [64, 48], [1, 2, 3])
        )
    return _number(random) if random.random() < 0.5 else odd.text(random)[:5000]


def _call(kind: str, random: Random) -> Any:
    way = random.random()
    if way < 0.5:
        return components.call(random, kind)
    if way < 0.7:
        return [components.call(random, kind) for _ in range(odd.count(random, 300))]
    name = random.choice(tuple(components.list_fields(kind)))
    fields = (*components.list_fields(kind)[name], "weight", "x")
    parameters = {
        field: _any_value(random) for field in random.sample(fields, random.randint(1, 2))
    }
    return {"use": name, **parameters} if random.random() < 0.8 else parameters


def _zoom_value(name: str, random: Random) -> Any:
    if name == "motion":
        return components.total(random, "motions")[:20000]
    if name == "transition":
        return [components.total(random, "objectives")[:2000] for _ in range(random.randint(0, 3))]
    return random.choice((_number(random), True, "nested", "feedback", _any_value(random)))


def _number(random: Random) -> int | float:
    return random.choice(
        (
            0,
            1,
            -1,
            2,
            3,
            16,
            0.5,
            1.4,
            1e300,
            -1e300,
            float("nan"),
            float("inf"),
            10**18,
            2**63,
            10**400,
        )
    )


def _any_value(random: Random) -> Any:
    """Return a value of any of TOML's types."""
    import datetime

    return random.choice(
        (
            lambda: _number(random),
            lambda: odd.text(random)[:5000],
            lambda: random.choice((True, False)),
            lambda: [_any_value(random) for _ in range(random.randint(0, 3))],
            lambda: {
                odd.text(random)[:60]: _any_value(random) for _ in range(random.randint(0, 2))
            },
            lambda: {"use": odd.text(random)[:60]},
            lambda: {"use": {"use": "layer"}, "weight": "x"},
            lambda: [[1, 2], {"use": "layer", "weight": float("nan")}],
            lambda: datetime.datetime(1979, 5, 27, 7, 32),
            lambda: datetime.time(7, 32),
            lambda: components.call(random, random.choice(tuple(CALLS.values()))),
        )
    )()
