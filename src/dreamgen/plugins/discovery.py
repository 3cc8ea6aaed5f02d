"""Discovery of plugins. One that is broken is reported by name, and everything else works.

Installed plugins are entry points of the group ``dreamgen``, one-file plugins load only when they
are named or lie in the user's plugin folder; the built-ins go through the same hooks.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from dreamgen.errors import BadInput
from dreamgen.plugins import hookspecs
from dreamgen.plugins.api_version import find_version_problem
from dreamgen.plugins.guard.blame import describe_exception
from dreamgen.plugins.hookspecs import PROJECT
from dreamgen.plugins.offers import read_offers
from dreamgen.plugins.plugin import KINDS as KINDS
from dreamgen.plugins.plugin import Misuse
from dreamgen.plugins.plugin import Plugin as Plugin
from dreamgen.plugins.switches import find_config_folder, list_disabled, normalise_name

HEAVY = frozenset(
    [
        "torch",
        "torchvision",
        "timm",
        "matplotlib",
        "pandas",
        "scipy",
        "sklearn",
        "skimage",
        "cv2",
        "plotly",
        "altair",
        "tensorflow",
        "jax",
        "transformers",
        "diffusers",
    ]
)
"""Packages that take so long to import that no plugin should at every start."""


def discover(
    files: Sequence[Path] = (), *, installed: bool = True, disabled: Iterable[str] | None = None
) -> list[Plugin]:
    """Return every plugin, the built-ins first; one that fails to load carries its problem.

    ``files`` are one-file plugins named by the user; a file that is missing raises BadInput.
    ``disabled`` defaults to those that the user has switched off.
    """
    off = list_disabled() if disabled is None else {normalise_name(name) for name in disabled}
    manager = _new_manager()
    builtin = Plugin("dreamgen", importlib.metadata.version("dreamgen"), "built in")
    plugins = [
        _load(manager, builtin, lambda: importlib.import_module("dreamgen.plugins.builtins"))
    ]
    if installed:
        plugins += [_load_installed(manager, point, off) for point in _list_entry_points()]
    for path in files:
        if not path.is_file():
            why = "is a folder, not a file" if path.is_dir() else "there is no such file"
            raise BadInput(f"--plugin {path}: {why}")
    # One file may be named twice, or named and lie in the user's folder: it is one plugin.
    named = {path.resolve(): path for path in [*(_list_files() if installed else ()), *files]}
    plugins += [_load_file(manager, path, off) for path in named.values()]
    return plugins


def load_module(module: ModuleType) -> Plugin:
    """Return the plugin in a module that is imported already, installed or not."""
    name = normalise_name(module.__name__.removesuffix(".plugin"))
    return _load(
        _new_manager(), Plugin(name, "", str(module.__file__), module.__name__), lambda: module
    )


def _new_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def plugin_folder() -> Path:
    """Return the user's own folder of one-file plugins; it need not exist."""
    return find_config_folder() / "plugins"


def _list_files() -> list[Path]:
    return sorted(plugin_folder().glob("*.py"))


def _list_entry_points() -> list[importlib.metadata.EntryPoint]:
    # pluggy's own loader drops a second entry point of the same name without a word.
    points = importlib.metadata.entry_points(group=PROJECT)
    return sorted(points, key=lambda point: (point.dist.name if point.dist else "", point.name))


def _load_installed(
    manager: pluggy.PluginManager, point: importlib.metadata.EntryPoint, off: set[str]
) -> Plugin:
    name = normalise_name(point.dist.name if point.dist else point.name)
    version = point.dist.version if point.dist else ""
    plugin = Plugin(name, version, "installed", point.module, disabled=name in off)
    return _load(manager, plugin, point.load)


def _load_file(manager: pluggy.PluginManager, path: Path, off: set[str]) -> Plugin:
    name = normalise_name(path.stem)
    plugin = Plugin(name, "", str(path), disabled=name in off)
    return _load(manager, plugin, lambda: import_file(path))


def import_file(path: Path) -> ModuleType:
    """Import a one-file plugin. Raise ImportError if it would hide another module."""
    name = re.sub(r"\W", "_", path.stem)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    if _is_taken(name, path):
        raise ImportError(f"there is another module named {name!r} already; rename the file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # so that the plugin's own "module:Class" targets can be found
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _is_taken(name: str, path: Path) -> bool:
    loaded = sys.modules.get(name)
    if loaded is not None:
        return Path(getattr(loaded, "__file__", None) or "").resolve() != path.resolve()
    found = importlib.util.find_spec(name)
    return found is not None and Path(found.origin or "").resolve() != path.resolve()


def _load(manager: pluggy.PluginManager, plugin: Plugin, find: Callable[[], Any]) -> Plugin:
    if plugin.disabled:
        return plugin
    loaded, start = HEAVY & sys.modules.keys(), time.perf_counter()
    try:
        module = find()
        if outdated := find_version_problem(module):
            raise Misuse(outdated)
        manager.register(module)
        read_offers(manager, module, plugin)
    except KeyboardInterrupt:
        raise
    except (
        BaseException
    ) as problem:  # whatever it is, it must not stop what has nothing to do with it
        plugin.offers, plugin.presets, plugin.options = {}, [], []
        plugin.problem = describe_exception(problem)
        if isinstance(problem, Misuse | pluggy.PluginValidationError):
            plugin.problem = " ".join(str(problem).split())
    plugin.heavy = tuple(sorted((HEAVY & sys.modules.keys()) - loaded))
    plugin.seconds = time.perf_counter() - start
    return plugin
