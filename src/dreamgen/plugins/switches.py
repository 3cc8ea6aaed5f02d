"""Which plugins are switched off: by a file of the user's, or by a variable for one run."""

from __future__ import annotations

import os
import re
from pathlib import Path

from dreamgen.atomic import write_atomically
from dreamgen.errors import BadInput

DISABLED_VARIABLE = "DREAMGEN_PLUGINS_DISABLED"


def normal(name: str) -> str:
    """Return a plugin's name as it is compared: lower-case, with dashes."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def how_to_disable(name: str) -> str:
    """Return what messages say about a plugin that is in the way."""
    return f"`dreamgen plugins disable {name}` switches that plugin off"


def config_folder() -> Path:
    """Return the user's own folder for dreamgen; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("dreamgen")


def disabled_names() -> set[str]:
    """Return the names of all plugins that are switched off."""
    return disabled_by_variable() | disabled_by_file()


def disabled_by_variable() -> set[str]:
    """Return the names, between commas, in the variable DREAMGEN_PLUGINS_DISABLED."""
    return _names(os.environ.get(DISABLED_VARIABLE, "").split(","))


def disabled_by_file() -> set[str]:
    """Return the names, one a line, in the user's file."""
    path = _file()
    try:
        return _names(path.read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"{path} cannot be read: {problem}") from None


def write_disabled(names: set[str]) -> None:
    """Replace the names in the user's file."""
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, "".join(f"{name}\n" for name in sorted(names)).encode())
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None


def _file() -> Path:
    return config_folder() / "disabled.txt"


def _names(found: list[str]) -> set[str]:
    return {normal(name) for name in found if name.strip()}
