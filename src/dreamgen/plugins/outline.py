"""What a plugin offers, read from its source without running it: for plugins that are off or broken."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
from pathlib import Path
from typing import Any

from dreamgen.plugins.discovery import Plugin

HOOK = "dreamgen_"


def read_outline(plugin: Plugin) -> dict[str, set[str]]:
    """Return the names that a plugin's hooks seem to offer, by kind ("effects", "presets", ...).

    Goes by all the texts in its hooks, names among them, and for presets by the folders beside the
    file that are called so. Empty where the source cannot be found or read.
    """
    try:
        path, text = _find_source(plugin)
        tree = ast.parse(text)
    except (OSError, ValueError, SyntaxError, ImportError, RecursionError):
        return {}
    hooks = [
        item
        for item in tree.body
        if isinstance(item, ast.FunctionDef) and item.name.startswith(HOOK)
    ]
    found: dict[str, set[str]] = {}
    for hook in hooks:
        kind = hook.name.removeprefix(HOOK)
        found[kind] = _list_presets(hook, path) if kind == "presets" else _list_texts(hook)
    return found


def _find_source(plugin: Plugin) -> tuple[Path, str]:
    if not plugin.module:
        return Path(plugin.origin), Path(plugin.origin).read_text(encoding="utf-8")
    spec = find_spec(plugin.module)
    source = getattr(getattr(spec, "loader", None), "get_source", lambda name: None)(plugin.module)
    if spec is None or source is None:
        raise ImportError(f"there is no source of {plugin.module}")
    return Path(spec.origin or ""), source


def find_spec(module: str) -> Any:
    """Return where a module is, without importing the packages that it lies in."""
    top, *rest = module.split(".")
    spec: Any = importlib.util.find_spec(top)
    for depth in range(len(rest)):
        folders = getattr(spec, "submodule_search_locations", None)
        name = ".".join([top, *rest[: depth + 1]])
        spec = importlib.machinery.PathFinder.find_spec(name, folders) if folders else None
    return spec


def _list_texts(hook: ast.FunctionDef) -> set[str]:
    texts = [node.value for node in ast.walk(hook) if isinstance(node, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and "\0" not in text}


def _list_presets(hook: ast.FunctionDef, path: Path) -> set[str]:
    folders = [path.parent / text for text in _list_texts(hook)]
    return {file.stem for folder in folders for file in folder.glob("*.toml")}
