"""Names become components: kind and name to class, class and parameters to a component."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.discovery import Plugin, discover
from dreamgen.plugins.hookspecs import Entry, Option
from dreamgen.plugins.switches import how_to_disable
from dreamgen.recipe.expressions import Call


def one(kind: str) -> str:
    """Return the name of a single component of a kind: "effect" for "effects"."""
    return kind[:-1]


def _base(kind: str) -> str:
    return one(kind).capitalize()


def _is_kind(found: Any, kind: str) -> bool:
    base = getattr(importlib.import_module(f"dreamgen.{kind}.base"), _base(kind))
    return isinstance(found, type) and issubclass(found, base)


class Registry:
    """What all working plugins offer. A built-in's plain name cannot be taken by another plugin."""

    def __init__(self, plugins: Sequence[Plugin]):
        self.plugins = list(plugins)
        self._note_clashes()

    @classmethod
    def default(cls, files: Sequence[Path] = (), *, installed: bool = True) -> Registry:
        """Return the registry of the built-ins, the installed plugins and the files named."""
        return cls(discover(files, installed=installed))

    def entries(self, kind: str) -> list[tuple[Plugin, Entry]]:
        """Return what is offered of one kind ("objectives", "loaders", ...), the built-ins first."""
        working = [plugin for plugin in self.plugins if plugin.works]
        return [(plugin, entry) for plugin in working for entry in plugin.offers.get(kind, [])]

    def names(self, kind: str) -> list[str]:
        """Return the plain names of a kind, without repeats, in the order of the plugins."""
        return list(dict.fromkeys(entry.name for _, entry in self.entries(kind)))

    def full_name(self, plugin: Plugin, entry: Entry) -> str:
        """Return the name by which :meth:`find` finds this entry, whatever others are offered."""
        return entry.name if plugin.origin == "built in" else f"{plugin.name}/{entry.name}"

    def find(self, kind: str, name: str) -> tuple[Plugin, Entry]:
        """Return the plugin and entry that ``name`` or ``distribution/name`` stands for."""
        owner, _, plain = name.rpartition("/")
        found = [
            (plugin, entry)
            for plugin, entry in self.entries(kind)
            if entry.name == plain and (not owner or plugin.name == owner)
        ]
        if not found:
            raise BadInput(self._unknown(kind, name))
        if len(found) > 1 and found[0][0].origin != "built in":
            owners = " and ".join(plugin.name for plugin, _ in found)
            raise BadInput(
                f"{one(kind)} {name!r} is offered by {owners}; write {found[0][0].name}/{plain}"
            )
        return found[0]

    def _unknown(self, kind: str, name: str) -> str:
        for plugin in self.plugins:
            if plugin.problem and name.startswith(plugin.name + "/"):
                return f"plugin {plugin.name} is broken: {plugin.problem}"
        allowed = self.names(kind)
        guess = nearest(name, allowed)
        return f"there is no {one(kind)} {name!r}{guess}; there are {', '.join(allowed) or 'none'}"

    def load(self, kind: str, name: str) -> Any:
        """Return what an entry's target names: a component's class, or a command."""
        plugin, entry = self.find(kind, name)
        module, _, attribute = entry.target.partition(":")
        try:
            found = getattr(importlib.import_module(module), attribute)
        except Exception as problem:
            if plugin.origin == "built in":
                raise
            raise BadInput(
                f"{one(kind)} {name!r} of plugin {plugin.name} cannot be imported ({problem}); "
                f"{how_to_disable(plugin.name)}"
            ) from problem
        if kind != "commands" and not _is_kind(found, kind):
            raise BadInput(
                f"{one(kind)} {name!r} of plugin {plugin.name} is no subclass of "
                f"dreamgen.{_base(kind)}; {how_to_disable(plugin.name)}"
            )
        return found

    def build(self, kind: str, call: Call, where: str) -> Any:
        """Return the component of a call; ``where`` names the recipe's key in messages."""
        from dreamgen.recipe.validation import build_component

        try:
            component = self.load(kind, call.use)
        except BadInput as problem:
            raise BadInput(f"{where}: {problem}") from problem
        return build_component(component, call, where)

    @cached_property
    def presets(self) -> dict[str, Path]:
        """Preset names and their files; a plugin's preset never replaces an earlier one."""
        found: dict[str, Path] = {}
        for plugin in self.plugins:
            for folder in plugin.presets if plugin.works else []:
                for path in sorted(folder.glob("*.toml")):
                    found.setdefault(path.stem, path)
                    found[f"{plugin.name}/{path.stem}"] = path
        return found

    def options(self, taken: Collection[str] = ()) -> list[Option]:
        """Return the options that plugins add to commands, without those whose flags are ``taken``.

        Where two plugins offer one flag, the first keeps it; :meth:`find_option_clashes` says so.
        """
        found: dict[str, Option] = {}
        for plugin in self.plugins:
            for option in plugin.options if plugin.works else []:
                if option.flag not in taken:
                    found.setdefault(option.flag, option)
        return list(found.values())

    def find_option_clashes(self, plugin: Plugin, taken: Collection[str] = ()) -> list[str]:
        """Say of each option of a plugin's that has a flag of another's who keeps the flag."""
        owners = dict.fromkeys(taken, "dreamgen")
        for other in self.plugins:
            for option in other.options if other.works else []:
                owners.setdefault(option.flag, other.name)
        return [
            f"option {option.flag} is offered by {owners[option.flag]} too, which keeps it"
            for option in plugin.options
            if owners.get(option.flag, plugin.name) != plugin.name
        ]

    def _note_clashes(self) -> None:
        """Say of a plugin whose name for something is a built-in's that the built-in keeps it."""
        builtins = {
            (kind, entry.name)
            for plugin in self.plugins
            if plugin.origin == "built in"
            for kind, entries in plugin.offers.items()
            for entry in entries
        }
        self.clashes: dict[str, list[str]] = {}
        taken: dict[tuple[str, str], str] = {}
        for plugin in self.plugins:
            if plugin.origin == "built in" or not plugin.works:
                continue
            for kind, entries in plugin.offers.items():
                for entry in entries:
                    key = (kind, entry.name)
                    other = "dreamgen" if key in builtins else taken.setdefault(key, plugin.name)
                    if other != plugin.name:
                        self.clashes.setdefault(plugin.name, []).append(
                            f"{one(kind)} {entry.name!r} is offered by {other} too: "
                            f"write {plugin.name}/{entry.name}"
                        )
