"""dreamgen components: list components, or show one with its parameters."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

from dreamgen.cli.completion.names import complete_components
from dreamgen.cli.shared.describe_component import describe_component
from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.recipe_keys import list_keys
from dreamgen.cli.shared.tables import print_paragraphs, print_table
from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.discovery import KINDS, Plugin
from dreamgen.plugins.hookspecs import Entry
from dreamgen.plugins.registry import Registry, singular

COMPONENTS = [kind for kind in KINDS if kind != "commands"]


def components(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND|NAME",
            help="As effects, kaleidoscope, recipe or recipe.zoom. Default: all.",
            autocompletion=complete_components,
        ),
    ] = None,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
) -> None:
    """List all components, those of one kind, or one component's parameters.

    "recipe" lists the keys of a recipe, and "recipe.octaves" those of its table octaves. With --json
    each component has the JSON Schema of its parameters.

    Example: dreamgen components kaleidoscope
    """
    if what is not None and what.partition(".")[0] == "recipe":
        _show_recipe(what.partition(".")[2], as_json)
        return
    registry = open_registry(plugin, no_plugins)
    found = _find(what, registry)
    if as_json:
        print_json({"components": [describe_component(registry, *one) for one in found]})
    elif what is None or what in _names_of_kinds():
        print_table(
            [
                (singular(kind), entry.name, f"{entry.summary}  {_owner(plugin.name)}")
                for kind, plugin, entry in found
            ]
        )
    else:
        for one in found:
            _show(registry, *one)


def _find(what: str | None, registry: Registry) -> list[tuple[str, Plugin, Entry]]:
    """Return the kind, plugin and entry of all components, of those of a kind, or of one by name."""
    if what is None or what in _names_of_kinds():
        wanted = [kind for kind in COMPONENTS if what in (None, kind, singular(kind))]
        return [(kind, *pair) for kind in wanted for pair in registry.entries(kind)]
    named = [kind for kind in COMPONENTS if what.rpartition("/")[2] in registry.names(kind)]
    if not named:
        for kind in COMPONENTS:
            registry.check_absent(kind, what)
        names = [name for kind in COMPONENTS for name in registry.names(kind)]
        guess = nearest(what, [*COMPONENTS, *names])
        there_are = f"the kinds are {', '.join(COMPONENTS)}"
        raise BadInput(f"there is no component {what!r}{guess}; {there_are}")
    return [(kind, *registry.find(kind, what)) for kind in named]


def _names_of_kinds() -> list[str]:
    return [*COMPONENTS, *map(singular, COMPONENTS)]


def _owner(name: str) -> str:
    return "" if name == "dreamgen" else f"({name})"


def _show(registry: Registry, kind: str, plugin: Plugin, entry: Entry) -> None:
    component = registry.load(kind, registry.full_name(plugin, entry))
    typer.echo(f"{singular(kind)} {entry.name}  {_owner(plugin.name)}".rstrip())
    typer.echo()
    print_paragraphs(component.__doc__ or entry.summary)
    typer.echo()
    # What can be given by name alone comes last: the others can be given in this order.
    fields = sorted(component.model_fields.items(), key=lambda item: bool(item[1].kw_only))
    print_table([_describe(key, info) for key, info in fields])
    if kind == "curves":
        typer.echo(f"\nFormulas can name: {', '.join(component.offers)}")
    for own in _kinds_of_its_own(component):
        typer.echo(f"\n{own.__name__}\n")
        print_paragraphs(own.__doc__ or "")


def _describe(key: str, info: Any) -> tuple[str, str, str, str]:
    """Return a row about a field: its key, the kind of its value, its default, what it means."""
    default = "required" if info.is_required() else f"= {info.default!r}"
    limits = ", ".join(filter(None, (_limit(item) for item in info.metadata)))
    about = f"{info.description or ''}{f' ({limits})' if limits else ''}"
    return key, _type(info.annotation), default, about


def _show_recipe(table: str, as_json: bool) -> None:
    """List the keys of a recipe, or of one of its tables, or say what one key means."""
    keys = list_keys()
    wanted = [key for key in keys if key.rpartition(".")[0] == table] or [table]
    if wanted == [table] and table not in keys:
        raise BadInput(f"a recipe has no key {table!r}{nearest(table, keys)}")
    if as_json:
        names = ("key", "type", "default", "description")
        rows = [(key, *keys[key]) for key in wanted]
        print_json({"keys": [dict(zip(names, row, strict=True)) for row in rows]})
    else:
        print_table([(key, *keys[key]) for key in wanted])


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
