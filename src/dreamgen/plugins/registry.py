"""From names to components: find a class by kind and name, and build it with its parameters."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from dreamgen.errors import BadInput, InputWarning, nearest
from dreamgen.plugins.clashes import find_clashes
from dreamgen.plugins.discovery import Plugin, discover
from dreamgen.plugins.guard.blame import Origin, blame, describe_exception
from dreamgen.plugins.guard.watch import watch
from dreamgen.plugins.hookspecs import Entry, Option
from dreamgen.plugins.outline import read_outline
from dreamgen.plugins.switches import describe_disabling
from dreamgen.recipe.call import Call

Item = TypeVar("Item")


def singular(kind: str) -> str:
    """Return what one component of a kind is called.

    >>> singular("effects")
    'effect'
    """
    return kind[:-1]


def _base_name(kind: str) -> str:
    # One component gives several curves, so its class is called as its kind is.
    return kind.capitalize() if kind == "curves" else singular(kind).capitalize()


def _name_item(kind: str, entry: Entry, plugin: Plugin) -> str:
    return f"{singular(kind)} {entry.name} of plugin {plugin.name}"


def _find_wrong(found: Any, kind: str) -> str:
    """Return what is wrong with an object that a plugin offers as one of a kind, or nothing."""
    if kind == "commands":
        return "" if callable(found) else "is neither a function nor a typer.Typer"
    base = getattr(importlib.import_module(f"dreamgen.{kind}.base"), _base_name(kind))
    if not isinstance(found, type) or not issubclass(found, base):
        return f"is not a subclass of dreamgen.{_base_name(kind)}"
    suffixes = getattr(found, "suffixes", ())
    if not isinstance(suffixes, tuple | list) or not all(isinstance(x, str) for x in suffixes):
        return f'has suffixes = {suffixes!r}: they must be a tuple, as (".ppm",)'
    return ""


class Registry:
    """All that the working plugins offer. A plain name that a built-in has always means the built-in.

    ``clashes`` maps a plugin's name to one sentence for each of its names that needs a prefix.
    """

    def __init__(self, plugins: Sequence[Plugin]):
        self.plugins = list(plugins)
        self.clashes = find_clashes(self.plugins)

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
        offered = [(plugin, entry.name, entry) for plugin, entry in self.entries(kind)]
        return self._find_one(kind, name, offered)

    def find_preset(self, name: str) -> tuple[Plugin, Path]:
        """Return the plugin and file of the preset ``name`` or ``plugin/name``; raise as find does."""
        return self._find_one("presets", name, self._list_presets())

    def _list_presets(self) -> list[tuple[Plugin, str, Path]]:
        working = [plugin for plugin in self.plugins if plugin.works]
        return [(plugin, path.stem, path) for plugin in working for path in plugin.list_presets()]

    def _find_one(
        self, kind: str, name: str, offered: Sequence[tuple[Plugin, str, Item]]
    ) -> tuple[Plugin, Item]:
        owner, _, plain = name.rpartition("/")
        found = [
            (plugin, item)
            for plugin, own, item in offered
            if own == plain and (not owner or plugin.name == owner)
        ]
        if not found:
            self.check_absent(kind, name)
            raise BadInput(self._describe_unknown(kind, name, [own for _, own, _ in offered]))
        if len(found) > 1 and found[0][0].origin != "built in":
            owners = " and ".join(plugin.name for plugin, _ in found)
            raise BadInput(
                f"{singular(kind)} {name!r} is offered by {owners}; write {found[0][0].name}/{plain}"
            )
        return found[0]

    def check_absent(self, kind: str, name: str) -> None:
        """Raise BadInput if ``name`` or ``plugin/name`` belongs to a plugin that does not work."""
        owner, _, plain = name.rpartition("/")
        for plugin in self.plugins:
            if plugin.works:
                continue
            if plugin.name == owner or (not owner and plain in read_outline(plugin).get(kind, ())):
                owned = f"{singular(kind)} {plain!r} belongs to plugin {plugin.name}"
                raise BadInput(f"{owned}, which {plugin.absence}")

    def _describe_unknown(self, kind: str, name: str, offered: Sequence[str]) -> str:
        allowed = list(dict.fromkeys(offered))
        there_are = f"there are {', '.join(allowed) or 'none'}"
        if missing := [plugin.name for plugin in self.plugins if not plugin.works]:
            there_are += f"; not working: plugin {', '.join(missing)}"
        return f"there is no {singular(kind)} {name!r}{nearest(name, allowed)}; {there_are}"

    def classes(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield the full name and the class of everything of a kind, the built-ins first.

        What cannot be loaded is passed over, with a warning that names its plugin.
        """
        for plugin, entry in self.entries(kind):
            name = self.full_name(plugin, entry)
            try:
                yield name, self.load(kind, name)
            except BadInput as problem:
                warnings.warn(str(problem), InputWarning, stacklevel=2)

    def defaults(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield the full name of everything of a kind and a component with no parameters given.

        What cannot be made so is passed over: a component may need to be told something.
        """
        for name, found in self.classes(kind):
            if not any(field.is_required() for field in found.model_fields.values()):
                yield name, self.build(kind, Call(name), singular(kind))

    def load(self, kind: str, name: str) -> Any:
        """Return what an entry's target names: a component's class, or a command.

        Raise BadInput, naming the plugin, if it cannot be imported or is of another kind.
        """
        plugin, entry = self.find(kind, name)
        module, _, attribute = entry.target.partition(":")
        if plugin.origin == "built in":
            return getattr(importlib.import_module(module), attribute)
        who = _name_item(kind, entry, plugin)
        try:
            found = getattr(importlib.import_module(module), attribute)
        except (Exception, SystemExit) as problem:
            raise BadInput(
                f"{who} cannot be imported ({describe_exception(problem)}); "
                f"{describe_disabling(plugin.name)}"
            ) from problem
        if wrong := _find_wrong(found, kind):
            raise BadInput(f"{who} {wrong}; {describe_disabling(plugin.name)}")
        if kind != "commands":
            watch(found, kind, who)
        return found

    def build(self, kind: str, call: Call, where: str) -> Any:
        """Return the component that a call describes; messages name ``where``, the recipe's key."""
        from dreamgen.recipe.validation import build_component

        try:
            component = self.load(kind, call.use)
        except BadInput as problem:
            raise BadInput(f"{where}: {problem}") from problem
        plugin, entry = self.find(kind, call.use)
        with blame(Origin(_name_item(kind, entry, plugin), component.__module__), "being built"):
            return build_component(component, call, where)

    @cached_property
    def presets(self) -> Mapping[str, Path]:
        """Preset names and their files, as ``name`` and ``plugin/name``.

        A name that is not there raises the BadInput of :meth:`find_preset`.
        """
        found = Presets(self.find_preset)
        for plugin, name, path in self._list_presets():
            found[f"{plugin.name}/{name}"] = path
            owners = {other.name for other, own, _ in self._list_presets() if own == name}
            if plugin.origin == "built in" or owners == {plugin.name}:
                found[name] = path
        return found

    def preset_names(self) -> list[str]:
        """Return each preset's name once: plain, or with its plugin's where others share it."""
        presets = self.presets
        return [
            name
            for name, path in presets.items()
            if "/" not in name or presets.get(name.partition("/")[2]) != path
        ]

    def options(self, taken: Collection[str] = ()) -> list[Option]:
        """Return the options that plugins add to commands, without those whose flags are ``taken``.

        Where two plugins offer one flag, the first keeps it; :func:`find_option_clashes` says so.
        """
        found: dict[str, Option] = {}
        for plugin in self.plugins:
            for option in plugin.options if plugin.works else []:
                if option.flag not in taken:
                    found.setdefault(option.flag, option)
        return list(found.values())


class Presets(dict[str, Path]):
    """Presets by name; asked for another, it says in one sentence what is wrong with the name."""

    def __init__(self, find: Callable[[str], tuple[Plugin, Path]]):
        super().__init__()
        self._find = find

    def __missing__(self, name: str) -> Path:
        return self._find(name)[1]
