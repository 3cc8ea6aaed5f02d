"""Commands that make pictures: a function, and every option that sets a recipe."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from copy import copy
from typing import Annotated, Any, get_args

import typer

from dreamgen.cli.defaults.own_defaults import read_defaults
from dreamgen.cli.shared.expand_options import expand_options, set_signature
from dreamgen.cli.shared.options import RECIPE_OPTIONS
from dreamgen.cli.shared.recipe_keys import tell_default
from dreamgen.plugins.hookspecs import Option
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.keywords import read_option
from dreamgen.recipe.renamed import warn_of_old_name

PLUGINS = "From plugins"
NO_CONFIG = Annotated[
    bool | None,
    typer.Option(
        "--no-config",
        help="Ignore the defaults of `dreamgen config`.",
        rich_help_panel="How to run",
    ),
]
OWN_DEFAULTS = (
    "Every option that sets a recipe is a variable too, as DREAMGEN_SIZE=800, and can have a default "
    "of your own: `dreamgen config set size 800`."
)
_MARK = "takes_recipe_options"


def with_recipe_options(command: Callable[..., None]) -> Callable[..., None]:
    """Mark a command that makes pictures: it gets every recipe option, and those of plugins.

    It receives the options that were given as the dict ``flags``, by the recipe's key; the
    permissions that were given are a list, ``flags["permits"]``, and the user's own defaults
    ``flags["defaults"]``. The options are added when the
    command is about to run (:func:`add_recipe_options`), for only then the plugins are known.
    """
    setattr(command, _MARK, True)
    return command


def takes_recipe_options(command: Any) -> bool:
    """Say whether a command is marked by :func:`with_recipe_options`."""
    return getattr(command, _MARK, False)


def add_recipe_options(
    command: Callable[..., None], options: Sequence[Option] = ()
) -> Callable[..., None]:
    """Return a marked command with the recipe options and those of plugins as its parameters."""
    command = expand_options(command)
    keys = {key.replace(".", "_"): key for key in RECIPE_OPTIONS}
    own = [_with_default(key, option) for key, option in RECIPE_OPTIONS.items()]
    parameters = dict(zip(keys, own, strict=True))
    permits: dict[str, str] = {}
    used: dict[str, Option] = {}
    for option in options:
        name = "plugin_option" + option.flag.replace("-", "_")
        kind = bool if option.kind == "switch" else str
        told = typer.Option(option.flag, help=option.help, rich_help_panel=PLUGINS)
        parameters[name] = Annotated[kind | None, told]
        if option.permits:
            permits[name] = option.permits
        else:
            keys[name] = option.key
            used[name] = option

    parameters["no_config"] = NO_CONFIG

    def run(**values: Any) -> None:
        own = read_defaults(options, with_file=not values.pop("no_config"))
        if "quiet" in values:
            values["quiet"] = values["quiet"] or own.quiet
        permitted = [permission for name, permission in permits.items() if values.pop(name)]
        given = [(name, key, values.pop(name)) for name, key in keys.items()]
        flags = {
            key: read_option(used[name], value) if name in used else value
            for name, key, value in given
            if value is not None
        }
        if "strength" in flags:
            warn_of_old_name("--strength", "--step-size")
            flags = {"step_size": flags.pop("strength")} | flags
        if own.preset is not None:
            flags.setdefault("preset", own.preset)
        if own.preset is not None or own.beneath or own.above:
            flags["defaults"] = own
        command(**values, flags=flags | ({"permits": permitted} if permitted else {}))

    _add_parameters(run, command, parameters)
    return run


def _with_default(key: str, annotated: Any) -> Any:
    """Return an option whose help ends with the default of its key."""
    kind, option = get_args(annotated)
    told = copy(option)
    told.help = tell_default(option.help, key)
    return Annotated[kind, told]


def _add_parameters(run: Any, command: Callable[..., None], added: dict[str, Any]) -> None:
    """Let Typer see the parameters of ``command``, without flags, and those that are added."""
    fixed = inspect.signature(command, eval_str=True)
    keyword = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in fixed.parameters.values()
        if parameter.name != "flags"
    ]
    keyword += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in added.items()
    ]
    set_signature(run, command, keyword)


def list_flags(command: Any) -> set[str]:
    """Return the flags of dreamgen's own that a marked command has."""
    app = typer.Typer(add_completion=False)
    app.command()(add_recipe_options(command))
    parameters = typer.main.get_command(app).params
    return {"--help"}.union(*([*each.opts, *each.secondary_opts] for each in parameters))


def find_taken_flags(registry: Registry) -> set[str]:
    """Return the flags of dreamgen's own, of all commands together."""
    taken: set[str] = set()
    for plugin, entry in registry.entries("commands"):
        command = registry.load("commands", entry.name) if plugin.origin == "built in" else None
        taken |= list_flags(command) if takes_recipe_options(command) else set()
    return taken
