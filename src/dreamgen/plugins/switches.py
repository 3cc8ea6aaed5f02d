"""Which plugins are switched off: by a file in the user's configuration, or by a variable."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path

from dreamgen.atomic import write_atomically
from dreamgen.errors import BadInput, InputWarning

DISABLED_VARIABLE = "DREAMGEN_PLUGINS_DISABLED"


def normalise_name(name: str) -> str:
    """Return a plugin's name in the form that names are compared in: lower-case, with dashes.

    >>> normalise_name(" Dreamgen_Glow")
    'dreamgen-glow'
    """
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def describe_disabling(name: str) -> str:
    """Return the part of a message that says how to switch a plugin off."""
    return f"`dreamgen plugins disable {name}` switches that plugin off"


def describe_enabling(name: str) -> str:
    """Return what makes a plugin work that is switched off."""
    if name in read_disabled_variable():
        return f"{DISABLED_VARIABLE} names it"
    return f"`dreamgen plugins enable {name}` switches it on"


def find_config_folder() -> Path:
    """Return the user's configuration folder for dreamgen; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("dreamgen")


def list_disabled() -> set[str]:
    """Return the names of all plugins that are switched off.

    A file that cannot be read switches nothing off, with a warning: no command should fail for it.
    """
    try:
        return read_disabled_variable() | read_disabled_file()
    except BadInput as problem:
        warnings.warn(f"{problem}; no plugin is taken as switched off", InputWarning, stacklevel=2)
        return read_disabled_variable()


def read_disabled_variable() -> set[str]:
    """Return the comma-separated names in the variable DREAMGEN_PLUGINS_DISABLED."""
    return _normalise_names(os.environ.get(DISABLED_VARIABLE, "").split(","))


def read_disabled_file() -> set[str]:
    """Return the names in the user's file, one a line. Raise BadInput if it cannot be read."""
    path = _find_disabled_file()
    try:
        return _normalise_names(path.read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{path} cannot be read: {problem}") from None


def write_disabled(names: set[str]) -> None:
    """Replace the names in the user's file. Raise BadInput if it cannot be written."""
    path = _find_disabled_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, "".join(f"{name}\n" for name in sorted(names)).encode())
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None


def _find_disabled_file() -> Path:
    return find_config_folder() / "disabled.txt"


def _normalise_names(found: list[str]) -> set[str]:
    return {normalise_name(name) for name in found if name.strip()}
