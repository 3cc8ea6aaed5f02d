"""dreamgen components: list components, or show one with its parameters."""

from __future__ import annotations

import inspect
import textwrap
from typing import Annotated, Any, get_args

import typer

from dreamgen.cli.shared.options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table
from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.discovery import KINDS
from dreamgen.plugins.registry import Registry, singular


def components(
    what: Annotated[str | None, typer.Argument(metavar="[KIND|NAME]")] = None,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """List all components, those of one kind, or one component's parameters."""
    registry = open_registry(plugin, no_plugins)
    kinds = [kind for kind in KINDS if kind != "commands"]
    if what is None or what in kinds or what in [singular(kind) for kind in kinds]:
        wanted = [kind for kind in kinds if what in (None, kind, singular(kind))]
        print_table(
            [
                (singular(kind), entry.name, entry.summary, _owner(plugin.name))
                for kind in wanted
                for plugin, entry in registry.entries(kind)
            ]
        )
        return
    found = [kind for kind in kinds if what.rpartition("/")[2] in registry.names(kind)]
    if not found:
        for kind in kinds:
            registry.check_absent(kind, what)
        names = [name for kind in kinds for name in registry.names(kind)]
        guess = nearest(what, [*kinds, *names])
        raise BadInput(f"there is no component {what!r}{guess}; the kinds are {', '.join(kinds)}")
    for kind in found:
        _show(registry, kind, what)


def _owner(name: str) -> str:
    return "" if name == "dreamgen" else f"({name})"


def _show(registry: Registry, kind: str, name: str) -> None:
    component = registry.load(kind, name)
    plugin, entry = registry.find(kind, name)
    typer.echo(f"{singular(kind)} {entry.name}  {_owner(plugin.name)}".rstrip())
    typer.echo(f"\n{_indented(component.__doc__ or entry.summary)}\n")
    rows = []
    for key, info in component.model_fields.items():
        default = "required" if info.is_required() else f"= {info.default!r}"
        limits = ", ".join(filter(None, (_limit(item) for item in info.metadata)))
        about = f"{info.description or ''}{f' ({limits})' if limits else ''}"
        rows.append((f"  {key}", _type(info.annotation), default, about))
    print_table(rows)
    for own in _kinds_of_its_own(component):
        typer.echo(f"\n{own.__name__}\n\n{_indented(own.__doc__ or '')}")


def _indented(doc: str) -> str:
    return textwrap.indent(inspect.cleandoc(doc), "    ")


def _kinds_of_its_own(component: Any) -> list[type]:
    """Return the classes among its parameters' types that no user of Python knows."""
    named = [kind for info in component.model_fields.values() for kind in get_args(info.annotation)]
    named = [kind for kind in named if isinstance(kind, type)]
    return [kind for kind in dict.fromkeys(named) if kind.__module__ not in ("builtins", "types")]


def _limit(item: object) -> str:
    signs = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    found = [f"{text} {getattr(item, key)}" for key, text in signs.items() if hasattr(item, key)]
    is_validator = callable(getattr(item, "func", None))
    return ", ".join(found) or ("" if is_validator else str(item))


def _type(annotation: object) -> str:
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    text = text.replace("dreamgen.motions.schedule.", "")
    return text.replace("typing.", "").replace("NoneType", "None")
