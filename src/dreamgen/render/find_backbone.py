"""From the name of a backbone, as a recipe gives it, to the component."""

from __future__ import annotations

import re

from dreamgen.backbones.base import Backbone
from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import read_call

CALL = re.compile(r"\s*[A-Za-z_][\w/-]*\s*\(.*\)\s*", re.DOTALL)
LONGEST = 100  # signs of a name in a message


def find_backbone(text: str, registry: Registry, where: str = "backbone") -> Backbone:
    """Return the backbone that ``name``, a path or ``name(value, key=value)`` stands for.

    A plain text is a registered backbone's name, or else belongs to the first backbone that accepts
    it. BadInput, beginning with ``where``, if nothing is called so.
    """
    if CALL.fullmatch(text):
        return registry.build("backbones", _read(text, where), where)
    if _is_complete(text, registry):
        return registry.build("backbones", Call(text), where)
    for name, kind in registry.classes("backbones"):
        if kind.accepts(text):
            return registry.build("backbones", Call(name, (text,)), where)
    if text.count("(") > text.count(")"):
        raise BadInput(f"{where}: {text[:LONGEST]!r} lacks its closing bracket")
    raise BadInput(
        f"{where}: no network is called {text[:LONGEST]!r}: `dreamgen backbones` lists them"
    )


def _read(text: str, where: str) -> Call:
    try:
        return read_call(text)
    except BadInput as problem:
        raise BadInput(f"{where}: {problem}") from None


def _is_complete(text: str, registry: Registry) -> bool:
    """Say whether the text is a registered backbone's name, and says all that it needs."""
    names = registry.names("backbones")
    owned = [registry.full_name(plugin, entry) for plugin, entry in registry.entries("backbones")]
    if text not in [*names, *owned]:
        return False
    fields = registry.load("backbones", text).model_fields.values()
    return not any(field.is_required() for field in fields)
