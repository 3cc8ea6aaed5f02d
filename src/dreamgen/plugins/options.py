"""Check the options that plugins add to commands."""

from __future__ import annotations

import dataclasses
import importlib
import re
from typing import Any

from dreamgen.errors import nearest
from dreamgen.plugins.hookspecs import Option
from dreamgen.plugins.plugin import Misuse

OPTION_KINDS = ("text", "switch")


def check_option(item: Any) -> Option:
    """Return what a plugin's hook offers as an Option; raise Misuse if it is not valid."""
    is_tuple = isinstance(item, tuple) and len(item) == len(Option._fields)
    if not is_tuple or not all(isinstance(part, str) for part in item):
        raise Misuse(f"dreamgen_options must return Option(flag, key, help, kind), not {item!r}")
    option = Option(*item)
    if not re.fullmatch(r"--[a-z][a-z0-9]*(-[a-z0-9]+)*", option.flag):
        raise Misuse(f"{option.flag!r} is not a valid flag: use --lower-case-words")
    if option.kind not in OPTION_KINDS:
        kinds = " or ".join(OPTION_KINDS)
        raise Misuse(f"option {option.flag} is of kind {option.kind!r}, not {kinds}")
    if bool(option.key) == bool(option.permits):
        raise Misuse(f"option {option.flag} must have either a recipe's key or a permission")
    if option.permits and option.kind != "switch":
        raise Misuse(f"option {option.flag} gives a permission, so it must be a switch")
    if option.permits and option.permits not in (known := list_permissions()):
        raise Misuse(
            f"option {option.flag} permits {option.permits!r}, which is no permission"
            f"{nearest(option.permits, known)}: {', '.join(known)}"
        )
    if not re.fullmatch(r"[a-z_]\w*(\.[a-z_]\w*)*", option.key or option.permits):
        raise Misuse(
            f"option {option.flag} sets {option.key or option.permits!r}, which is not a key"
        )
    if option.use and (option.permits or option.kind != "text"):
        raise Misuse(f"option {option.flag} uses {option.use!r}, so it must have a value and a key")
    return option


def list_permissions() -> list[str]:
    """Return the names of what a caller can permit."""
    # By name, since plugins are found before anything is rendered, and the layers keep it so.
    permissions = importlib.import_module("dreamgen.render.permissions").Permissions
    return [field.name for field in dataclasses.fields(permissions) if field.type == "bool"]
