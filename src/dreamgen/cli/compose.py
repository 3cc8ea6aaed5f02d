"""From the flags of a command to its recipe."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgen.plugins.registry import Registry
from dreamgen.recipe.presets import preset_layers
from dreamgen.recipe.schema import Recipe, read_setting


def compose_recipe(source: str | None, flags: dict[str, Any], registry: Registry) -> Recipe:
    """Return the recipe of a preset, the input and the flags, the flags winning."""
    flags = dict(flags)
    preset = flags.pop("preset", None)
    settings = flags.pop("settings", [])
    flags.pop("permits", None)  # what a caller permits is no part of a recipe
    layers = [] if preset is None else preset_layers(preset, registry.presets)
    if source is not None:
        layers.append(("INPUT", {"input": source}))
    if "layer" in flags and flags["layer"].strip().isdigit():
        flags["layer"] = int(flags["layer"])
    for key, value in flags.items():
        layers.append((f"--{_flag(key)}", _nested(key, value)))
    layers += [(f"--set {text}", read_setting(text)) for text in settings]
    return Recipe.compose(layers)


def _flag(key: str) -> str:
    renamed = {
        "octaves.count": "octaves",
        "octaves.ratio": "octave-ratio",
        "regularisers": "regulariser",
        "zoom.draft": "preview",
    }
    return renamed.get(key, key.removeprefix("zoom.").removeprefix("loader."))


def _nested(key: str, value: Any) -> dict[str, Any]:
    for part in reversed(key.split(".")):
        value = {part: value}
    return value


def command_of(source: str | None, flags: Mapping[str, Any]) -> str:
    """Return the ``dreamgen render`` command of an input and flags, to be typed again."""
    words = ["dreamgen", "render", *([source] if source is not None else [])]
    for key, value in flags.items():
        name = {"settings": "set"}.get(key, _flag(key))
        for item in value if isinstance(value, list) else [value]:
            words += [f"--{name}"] if item is True else [f"--{name}", str(item)]
    return shlex.join(words)


def default_path(source: str | None, preset: str | None, suffix: str) -> Path:
    """Return a free name in the working directory: rex-reptile-skin.png, numbered if it is taken."""
    stem = "dream"
    if source is not None and source != "-":
        stem = Path(source.rpartition(":")[2] if source.startswith("sample:") else source).stem
    name = Path(preset).stem if preset else "dream"
    parts = [name] if source is None or stem == name else [stem, name]
    path = Path("-".join(parts) + suffix)
    count = 2
    while path.exists():
        path = Path("-".join([*parts, str(count)]) + suffix)
        count += 1
    return path
