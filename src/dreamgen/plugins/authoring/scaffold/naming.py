"""Names of new plugins: what is allowed, and what the class in it is called."""

from __future__ import annotations

import importlib.util
import keyword
import re
import sys

from dreamgen.errors import BadInput

VALID = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
OF_WINDOWS = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Names that no file can have on Windows, whatever its suffix."""


def check_name(name: str, one_file: bool) -> None:
    """Raise BadInput, with a name that would do, unless a plugin can be called so."""
    plain = name.removeprefix("dreamgen-")
    if not re.fullmatch(VALID, plain):
        instead = _suggest(plain)
        raise BadInput(
            f"{name!r} is not a valid plugin name: use lower-case letters and digits, "
            f"with dashes between{f', as in {instead}' if instead else ''}"
        )
    module = plain.replace("-", "_")
    if keyword.iskeyword(module) or module in ("plugin", "init"):
        raise BadInput(f"{name!r} is not a valid plugin name: the word has a meaning of its own")
    if plain in OF_WINDOWS:
        raise BadInput(f"{name!r} is not a valid plugin name: Windows allows no file of that name")
    if one_file and _is_importable(module):
        raise BadInput(
            f"{name!r} is not a valid plugin name: {module}.py would hide the module {module}"
        )


def name_class(name: str, kind: str, template: str) -> str:
    """Return what the class or function is called: one that its template does not use otherwise.

    >>> name_class("red-glow", "effect", "class $attribute(Effect):")
    'RedGlow'
    >>> name_class("effect", "effect", "class $attribute(Effect):")
    'EffectEffect'
    """
    if kind == "command":
        module = name.replace("-", "_")
        return f"{module}_command" if re.search(rf"\b{module}\b", template) else module
    titled = "".join(part.capitalize() for part in name.split("-"))
    return titled + kind.capitalize() if re.search(rf"\b{titled}\b", template) else titled


def _suggest(name: str) -> str:
    """Return the nearest valid name, or an empty text.

    >>> _suggest("My Glow_2")
    'my-glow-2'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-").lstrip("0123456789-")
    return plain if re.fullmatch(VALID, plain) else ""


def _is_importable(module: str) -> bool:
    return module in sys.modules or importlib.util.find_spec(module) is not None
