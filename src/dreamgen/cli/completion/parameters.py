"""The parameters of a component, read from its source: importing it may take seconds."""

from __future__ import annotations

import ast
from pathlib import Path

from dreamgen.plugins.outline import find_spec

FIELDLESS = ("ClassVar", "PrivateAttr")


def list_parameters(target: str) -> list[str]:
    """Return the names of a class's fields, ``"package.module:Class"``; those by name alone last.

    Inherited ones are among them. None where the source cannot be found or read.
    """
    fields = _read(target)
    return sorted(fields, key=lambda name: fields[name])


def _read(target: str) -> dict[str, bool]:
    """Return a class's fields, and whether each can be given by name alone."""
    module, _, name = target.partition(":")
    try:
        spec = find_spec(module)
        tree = ast.parse(Path(spec.origin or "").read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError, ImportError, AttributeError, RecursionError):
        return {}
    found = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    if not found:
        return {}
    fields: dict[str, bool] = {}
    for base in found[0].bases:
        if isinstance(base, ast.Name):
            fields |= _read(_find_home(base.id, module, tree))
    for line in found[0].body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            text = ast.unparse(line)
            if not line.target.id.startswith("_") and not any(word in text for word in FIELDLESS):
                fields[line.target.id] = "kw_only=True" in text
    return fields


def _find_home(name: str, module: str, tree: ast.Module) -> str:
    """Return where a name of a module comes from, as ``"package.module:Class"``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return f"{node.module}:{alias.name}"
    return f"{module}:{name}"
