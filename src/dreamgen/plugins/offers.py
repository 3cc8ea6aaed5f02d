"""Read what a plugin's hooks offer; what they may not return is refused by name."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pluggy

from dreamgen.errors import nearest
from dreamgen.plugins import hookspecs
from dreamgen.plugins.api_version import ATTRIBUTE, format_version
from dreamgen.plugins.hookspecs import API_VERSION, RENAMED_HOOKS, Entry
from dreamgen.plugins.options import check_option
from dreamgen.plugins.plugin import KINDS, Misuse, Plugin

HOOKS = [name for name in vars(hookspecs) if name.startswith("dreamgen_")]
NAME = r"[a-z_][a-z0-9_-]*"


def read_offers(manager: pluggy.PluginManager, module: Any, plugin: Plugin) -> None:
    """Fill a plugin with what its registered module offers. Raise Misuse for a wrong hook."""
    _check_hooks(manager, module)
    for kind in KINDS:
        entries = [_read_entry(kind, item) for item in _call_kind(manager, module, plugin, kind)]
        _check_unique(kind, [entry.name for entry in entries])
        if entries:
            plugin.offers[kind] = entries
    plugin.presets = [
        _read_folder(item) for item in _call_hook(manager, module, "dreamgen_presets")
    ]
    _check_unique("presets", [path.stem for path in plugin.list_presets()])
    options = _call_hook(manager, module, "dreamgen_options")
    plugin.options = [check_option(item) for item in options]
    _check_unique("options", [option.flag for option in plugin.options])
    plugin.notes += _find_missing_modules(plugin)
    if not hasattr(module, ATTRIBUTE) and plugin.origin != "built in":
        own = format_version(API_VERSION)
        plugin.notes.append(f'it names no {ATTRIBUTE}, and is taken for one of "{own}"')


def _check_hooks(manager: pluggy.PluginManager, module: Any) -> None:
    known = [name for name in HOOKS if name not in RENAMED_HOOKS]
    callers = manager.get_hookcallers(module) or []
    marked = [caller.name for caller in callers]
    for name in HOOKS:
        if inspect.isfunction(getattr(module, name, None)) and name not in marked:
            raise Misuse(f"the hook {name} needs the decorator @hookimpl")
    if not callers:
        raise Misuse("it implements none of dreamgen's hooks")
    for caller in callers:
        if not caller.has_spec():
            raise Misuse(f"there is no hook {caller.name}{nearest(caller.name, known)}")
        # pluggy passes a parameter with a default unreliably; these hooks take no parameters.
        if inspect.signature(getattr(module, caller.name)).parameters:
            raise Misuse(f"the hook {caller.name} takes no parameters")


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
            offered = implementation.function()
            if not isinstance(offered, list | tuple) or isinstance(offered, Entry):
                close = getattr(offered, "close", None)  # of a coroutine, which would complain
                if inspect.iscoroutine(offered) and close:
                    close()
                raise Misuse(f"the hook {name} must return a list, not {_describe(offered)}")
            found.extend(offered)
    return found


def _describe(value: object) -> str:
    text = ascii(value) if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _check_unique(kind: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Misuse(f"its {kind} name {name!r} twice")


def _read_folder(item: Any) -> Path:
    if not isinstance(item, str | Path) or not Path(item).is_dir():
        raise Misuse(
            f"the hook dreamgen_presets must return folders, and {_describe(str(item))} is not one"
        )
    return Path(item)


def _read_entry(kind: str, item: Any) -> Entry:
    if (
        not isinstance(item, tuple)
        or len(item) != 3
        or not all(isinstance(part, str) for part in item)
    ):
        raise Misuse(
            f"the hook dreamgen_{kind} must return Entry(name, 'module:Class', summary), "
            f"not {_describe(item)}"
        )
    entry = Entry(*item)
    if not re.fullmatch(NAME, entry.name):
        raise Misuse(
            f"the hook dreamgen_{kind} offers {_describe(entry.name)}, which is not a valid name: "
            "use lower-case letters, digits, - and _"
        )
    if not re.fullmatch(r"[\w.]+:\w+", entry.target):
        raise Misuse(
            f"the hook dreamgen_{kind} offers {entry.name} as {_describe(entry.target)}, which is "
            "not a target of the form 'package.module:Class'"
        )
    return entry


def _find_missing_modules(plugin: Plugin) -> list[str]:
    """Return a sentence for each entry whose module is not there, without importing anything."""
    return [
        f"{kind[:-1]} {entry.name}: there is no module {entry.target.partition(':')[0]}"
        for kind, entries in plugin.offers.items()
        for entry in entries
        if plugin.origin != "built in" and not _is_there(entry.target.partition(":")[0])
    ]


def _is_there(module: str) -> bool:
    if module in sys.modules:
        return True
    parent = module.rpartition(".")[0]
    if parent and parent not in sys.modules:
        return _is_there(parent)  # looking deeper would import the parent
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False
