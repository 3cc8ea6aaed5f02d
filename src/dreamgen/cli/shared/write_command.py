"""From keys of a recipe to the command line that sets them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from dreamgen.cli.shared.options import RECIPE_OPTIONS
from dreamgen.recipe.keywords import FLAGS, FLAGS_OF

ZOOM_OPTIONS = frozenset(
    f"zoom.{key}" for key in ("seconds", "fps", "motion", "mode", "loop", "transition", "draft")
)
"""Keys that only ``dreamgen zoom`` has options for."""

FILM_OPTIONS = frozenset(
    f"film.{key}"
    for key in ("start", "stop", "fps", "every", "past", "new", "source", "flow", "draft")
)
"""Keys that only ``dreamgen film`` has options for."""

_NAMES = {key: flag for flags in (FLAGS, *FLAGS_OF.values()) for flag, key in flags.items()}
"""Options that are named otherwise than their keys, by key."""


def flag_of(key: str) -> str:
    """Return the flag, without dashes, that sets a key of a recipe."""
    plain = key.removeprefix("zoom.").removeprefix("film.").removeprefix("loader.")
    return _NAMES.get(key, plain).replace("_", "-")


def write_command(
    source: str | None, flags: Mapping[str, Any], command: str = "render", out: str | None = None
) -> str:
    """Return the command line that makes a picture or a zoom, to be typed or pasted into a shell.

    ``flags`` are keys of the recipe, as "octaves.count", and their values, "preset" and "settings"
    among them: a list of texts as ``--set`` takes them. ``command`` is render, zoom or film.

    >>> write_command("my cat.jpg", {"preset": "closeup", "octaves.count": 3}, out="cat.png")
    "dreamgen render 'my cat.jpg' --preset closeup --octaves 3 -o cat.png"
    """
    words = ["dreamgen", command, *([source] if source is not None else [])]
    place = shlex.join(["-o", out]) if out is not None else ""
    return " ".join(filter(None, [shlex.join(words), write_flags(flags), place]))


def write_flags(flags: Mapping[str, Any]) -> str:
    """Return keys and their values as the words of a command: by their options, or by --set."""
    words: list[str] = []
    for key, value in flags.items():
        if key in ("permits", "defaults"):  # whoever types the command again has their own
            continue
        if key == "input":
            words.append(str(value))
        elif key == "settings":
            words += [word for item in value for word in ("--set", item)]
        elif value == [] or value is False or not _has_flag(key):
            words += ["--set", f"{key}={value if isinstance(value, str) else json.dumps(value)}"]
        else:
            for item in value if isinstance(value, list) else [value]:
                words += [f"--{flag_of(key)}", *([] if item is True else [str(item)])]
    return shlex.join(words)


def _has_flag(key: str) -> bool:
    return key in RECIPE_OPTIONS or key in ZOOM_OPTIONS or key in FILM_OPTIONS
