"""Discovery of plugins. One that is broken is reported by name, and everything else works.

Installed plugins are entry points of the group ``dreamgen``, one-file plugins load only when they
are named or lie in the user's plugin folder; the built-ins go through the same hooks.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from dreamgen.errors import BadInput, nearest
from dreamgen.plugins import hookspecs
from dreamgen.plugins.api_version import find_version_problem
from dreamgen.plugins.hookspecs import PROJECT, RENAMED_HOOKS, Entry, Option
from dreamgen.plugins.options import Misuse, check_option
from dreamgen.plugins.switches import find_config_folder, list_disabled, normalise_name

KINDS = (
    "objectives",
    "regularisers",
    "parameterisations",
    "optimisers",
    "loaders",
    "effects",
    "outputs",
    "motions",
    "backbones",
    "commands",
)


@dataclass
class Plugin:
    """A plugin, and what loading it gave.

    ``offers`` maps a kind ("objectives", "loaders", ...) to its entries. ``problem`` is one sentence,
    empty if the plugin works. ``deprecated`` lists what it uses that a later release will not have.
    """

    name: str
    version: str
    origin: str
    offers: dict[str, list[Entry]] = field(default_factory=dict)
    presets: list[Path] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    problem: str = ""
    deprecated: list[str] = field(default_factory=list)
    disabled: bool = False

    @property
    def works(self) -> bool:
        return not self.problem and not self.disabled


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
            raise BadInput(f"--plugin {path}: there is no such file")
    # One file may be named twice, or named and lie in the user's folder: it is one plugin.
    named = {path.resolve(): path for path in [*(_list_files() if installed else ()), *files]}
    plugins += [_load_file(manager, path, off) for path in named.values()]
    return plugins


def load_module(module: ModuleType) -> Plugin:
    """Return the plugin in a module that is imported already, installed or not."""
    name = normalise_name(module.__name__.removesuffix(".plugin"))
    return _load(_new_manager(), Plugin(name, "", str(module.__file__)), lambda: module)


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
    plugin = Plugin(name, point.dist.version if point.dist else "", "installed")
    plugin.disabled = name in off
    return _load(manager, plugin, point.load)


def _load_file(manager: pluggy.PluginManager, path: Path, off: set[str]) -> Plugin:
    name = normalise_name(path.stem)
    plugin = Plugin(name, "", str(path), disabled=name in off)
    return _load(manager, plugin, lambda: _import_file(path))


def _import_file(path: Path) -> ModuleType:
    name = re.sub(r"\W", "_", path.stem)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    loaded = getattr(sys.modules.get(name), "__file__", None) or ""
    if name in sys.modules and Path(loaded).resolve() != path.resolve():
        raise ImportError(f"a module named {name!r} is loaded already; rename the file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # so that the plugin's own "module:Class" targets can be found
    spec.loader.exec_module(module)
    return module


def _load(manager: pluggy.PluginManager, plugin: Plugin, find: Callable[[], Any]) -> Plugin:
    if plugin.disabled:
        return plugin
    try:
        module = find()
        if outdated := find_version_problem(module):
            raise Misuse(outdated)
        manager.register(module)
        _check_hooks(manager, module)
        _collect(manager, module, plugin)
    except (Exception, SystemExit) as problem:
        plugin.offers, plugin.presets, plugin.options = {}, [], []
        plugin.problem = " ".join(f"{type(problem).__name__}: {problem}".split())
        if isinstance(problem, Misuse | pluggy.PluginValidationError):
            plugin.problem = " ".join(str(problem).split())
    return plugin


def _check_hooks(manager: pluggy.PluginManager, module: Any) -> None:
    hooks = [name for name in vars(hookspecs) if name.startswith("dreamgen_")]
    known = [name for name in hooks if name not in RENAMED_HOOKS]
    callers = manager.get_hookcallers(module) or []
    if not callers:
        raise Misuse("it implements none of dreamgen's hooks")
    for caller in callers:
        if not caller.has_spec():
            raise Misuse(f"there is no hook {caller.name}{nearest(caller.name, known)}")
        # pluggy passes a parameter with a default unreliably; these hooks take no parameters.
        if inspect.signature(getattr(module, caller.name)).parameters:
            raise Misuse(f"the hook {caller.name} takes no parameters")


def _collect(manager: pluggy.PluginManager, module: Any, plugin: Plugin) -> None:
    for kind in KINDS:
        entries = [_read_entry(kind, item) for item in _call_kind(manager, module, plugin, kind)]
        _check_unique(kind, [entry.name for entry in entries])
        if entries:
            plugin.offers[kind] = entries
    plugin.presets = [
        _read_folder(item) for item in _call_hook(manager, module, "dreamgen_presets")
    ]
    options = _call_hook(manager, module, "dreamgen_options")
    plugin.options = [check_option(item) for item in options]
    _check_unique("options", [option.flag for option in plugin.options])


def _check_unique(kind: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Misuse(f"its {kind} name {name!r} twice")


def _call_kind(manager: pluggy.PluginManager, module: Any, plugin: Plugin, kind: str) -> list[Any]:
    """Call the hook of a kind or, in a module that has only that, the hook's old name."""
    hook = f"dreamgen_{kind}"
    for old, new in RENAMED_HOOKS.items():
        if new == hook and hasattr(module, old):
            plugin.deprecated.append(f"the hook {old} is now {new}")
            if not hasattr(module, new):
                hook = old
    return _call_hook(manager, module, hook)


def _call_hook(manager: pluggy.PluginManager, module: Any, name: str) -> list[Any]:
    hook = getattr(manager.hook, name)
    found: list[Any] = []
    for implementation in hook.get_hookimpls():
        if implementation.plugin is module:
            offered = implementation.function() or []
            if not isinstance(offered, Iterable):
                raise Misuse(f"{name} must return a list, not {offered!r}")
            found.extend(offered)
    return found


def _read_folder(item: Any) -> Path:
    if not isinstance(item, str | Path) or not Path(item).is_dir():
        raise Misuse(f"dreamgen_presets must return folders, and {str(item)!r} is not one")
    return Path(item)


def _read_entry(kind: str, item: Any) -> Entry:
    if (
        not isinstance(item, tuple)
        or len(item) != 3
        or not all(isinstance(part, str) for part in item)
    ):
        raise Misuse(
            f"dreamgen_{kind} must return Entry(name, 'module:Class', summary), not {item!r}"
        )
    entry = Entry(*item)
    if not re.fullmatch(r"[a-z_][a-z0-9_-]*", entry.name):
        raise Misuse(f"{entry.name!r} is not a valid name: use lower-case letters, digits, - and _")
    if not re.fullmatch(r"[\w.]+:\w+", entry.target):
        raise Misuse(f"{entry.target!r} is not a target of the form 'package.module:Class'")
    return entry
