"""From names to components: find a class by kind and name, and build it with its parameters."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.discovery import Plugin, discover
from dreamgen.plugins.hookspecs import Entry, Option
from dreamgen.plugins.switches import describe_disabling
from dreamgen.recipe.expressions import Call


def singular(kind: str) -> str:
    """Return what one component of a kind is called.

    >>> singular("effects")
    'effect'
    """
    return kind[:-1]


def _base_name(kind: str) -> str:
    return singular(kind).capitalize()


def _is_kind(found: Any, kind: str) -> bool:
    base = getattr(importlib.import_module(f"dreamgen.{kind}.base"), _base_name(kind))
    return isinstance(found, type) and issubclass(found, base)


class Registry:
    """All that the working plugins offer. A plain name that a built-in has always means the built-in.

    ``clashes`` maps a plugin's name to one sentence for each of its names that needs a prefix.
    """

    def __init__(self, plugins: Sequence[Plugin]):
        self.plugins = list(plugins)
        self.clashes = self._find_clashes()

    @classmethod
    def default(cls, files: Sequence[Path] = (), *, installed: bool = True) -> Registry:
        """Return the registry of the built-ins, the installed plugins and one-file plugins."""
        return cls(discover(files, installed=installed))

    def entries(self, kind: str) -> list[tuple[Plugin, Entry]]:
        """Return everything of one kind ("objectives", "loaders", ...), the built-ins first."""
        working = [plugin for plugin in self.plugins if plugin.works]
        return [(plugin, entry) for plugin in working for entry in plugin.offers.get(kind, [])]

    def names(self, kind: str) -> list[str]:
        """Return the plain names of a kind, without repeats, in the order of the plugins."""
        return list(dict.fromkeys(entry.name for _, entry in self.entries(kind)))

    def full_name(self, plugin: Plugin, entry: Entry) -> str:
        """Return the name by which :meth:`find` finds this entry, even if others share its name."""
        return entry.name if plugin.origin == "built in" else f"{plugin.name}/{entry.name}"

    def find(self, kind: str, name: str) -> tuple[Plugin, Entry]:
        """Return the plugin and entry that ``name`` or ``plugin/name`` stands for.

        Raise BadInput if there is none, or if two plugins share the plain name.
        """
        owner, _, plain = name.rpartition("/")
        found = [
            (plugin, entry)
            for plugin, entry in self.entries(kind)
            if entry.name == plain and (not owner or plugin.name == owner)
        ]
        if not found:
            raise BadInput(self._describe_unknown(kind, name))
        if len(found) > 1 and found[0][0].origin != "built in":
            owners = " and ".join(plugin.name for plugin, _ in found)
            raise BadInput(
                f"{singular(kind)} {name!r} is offered by {owners}; write {found[0][0].name}/{plain}"
            )
        return found[0]

    def _describe_unknown(self, kind: str, name: str) -> str:
        for plugin in self.plugins:
            if plugin.problem and name.startswith(plugin.name + "/"):
                return f"plugin {plugin.name} is broken: {plugin.problem}"
        allowed = self.names(kind)
        guess = nearest(name, allowed)
        return f"there is no {singular(kind)} {name!r}{guess}; there are {', '.join(allowed) or 'none'}"

    def load(self, kind: str, name: str) -> Any:
        """Return what an entry's target names: a component's class, or a command.

        Raise BadInput, naming the plugin, if it cannot be imported or is of another kind.
        """
        plugin, entry = self.find(kind, name)
        module, _, attribute = entry.target.partition(":")
        try:
            found = getattr(importlib.import_module(module), attribute)
        except Exception as problem:
            if plugin.origin == "built in":
                raise
            raise BadInput(
                f"{singular(kind)} {name!r} of plugin {plugin.name} cannot be imported ({problem}); "
                f"{describe_disabling(plugin.name)}"
            ) from problem
        if kind != "commands" and not _is_kind(found, kind):
            raise BadInput(
                f"{singular(kind)} {name!r} of plugin {plugin.name} is not a subclass of "
                f"dreamgen.{_base_name(kind)}; {describe_disabling(plugin.name)}"
            )
        return found

    def build(self, kind: str, call: Call, where: str) -> Any:
        """Return the component that a call describes; messages name ``where``, the recipe's key."""
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

    def _find_clashes(self) -> dict[str, list[str]]:
        """Return, by plugin, the names that a built-in or an earlier plugin has already."""
        clashes: dict[str, list[str]] = {}
        owners: dict[tuple[str, str], str] = {}
        for plugin in self.plugins:
            for kind, entries in plugin.offers.items() if plugin.works else ():
                for entry in entries:
                    owner = owners.setdefault((kind, entry.name), plugin.name)
                    if owner != plugin.name:
                        clashes.setdefault(plugin.name, []).append(
                            f"{singular(kind)} {entry.name!r} is offered by {owner} too: "
                            f"write {plugin.name}/{entry.name}"
                        )
        return clashes
