"""The options that set a recipe, shared by every command that makes one."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from dreamgen.cli.shared.completion import (
    complete_backbones,
    complete_kind,
    complete_layers,
    complete_presets,
)
from dreamgen.cli.shared.recipe_keys import describe_default
from dreamgen.errors import BadInput
from dreamgen.plugins.hookspecs import Option
from dreamgen.plugins.registry import Registry


def _option(
    kind: Any,
    *names: str,
    text: str,
    panel: str,
    takes: str | None = None,
    complete: Callable[[str], list[str]] | None = None,
) -> Any:
    option = typer.Option(
        *names, help=text, rich_help_panel=panel, metavar=takes, autocompletion=complete
    )
    return Annotated[kind | None, option]


LOOK, PLACE, RUN = "What to dream", "Where and how large", "How to run"
PLUGINS = "Of plugins"
_MARK = "takes_recipe_options"

RECIPE_OPTIONS: dict[str, Any] = {
    "preset": _option(
        str,
        "--preset",
        text="A preset's name, or a TOML file.",
        panel=LOOK,
        takes="NAME",
        complete=complete_presets,
    ),
    "backbone": _option(
        str,
        "--backbone",
        text="The network: bestiary, a timm name, a file of weights.",
        panel=LOOK,
        takes="NAME",
        complete=complete_backbones,
    ),
    "weights": _option(
        str, "--weights", text="A file of weights, or random.", panel=LOOK, takes="FILE"
    ),
    "layer": _option(
        str,
        "--layer",
        text="A layer's number, name, or pattern as layer3.*",
        panel=LOOK,
        takes="LAYER",
        complete=complete_layers,
    ),
    "objective": _option(
        str,
        "--objective",
        text='What to look for, as "channel(3, 12) + 0.5*layer(2)".',
        panel=LOOK,
        complete=complete_kind("objectives"),
    ),
    "regularisers": _option(
        list[str],
        "--regulariser",
        text="As blur(start=2); repeatable, in place of the preset's.",
        panel=LOOK,
        takes="NAME",
        complete=complete_kind("regularisers"),
    ),
    "effects": _option(
        list[str],
        "--effect",
        text="As kaleidoscope(5); repeatable, in place of the preset's.",
        panel=LOOK,
        takes="NAME",
        complete=complete_kind("effects"),
    ),
    "parameterisation": _option(
        str,
        "--parameterisation",
        text="What is optimised: pixels or fourier.",
        panel=LOOK,
        takes="NAME",
        complete=complete_kind("parameterisations"),
    ),
    "colour": _option(
        str, "--colour", text="keep the source's, hue alone, or free.", panel=LOOK, takes="NAME"
    ),
    "size": _option(
        str,
        "--size",
        text="Longest side, or WxH, in pixels; or as A3, A3-landscape, 42x60cm, 16x20in.",
        panel=PLACE,
        takes="SIZE",
    ),
    "dpi": _option(
        int,
        "--dpi",
        text="Dots an inch, of sizes as A3 and in the file; 300 if left out.",
        panel=PLACE,
    ),
    "mask": _option(
        str, "--mask", text="A picture, white where to dream.", panel=PLACE, takes="FILE"
    ),
    # A parameter of loaders, but of no single one: drawings, pixels and pages all take it.
    "loader.where": _option(
        str, "--where", text='What dreams: marks, panel, "#id" or any CSS selector.', panel=PLACE
    ),
    "loader": _option(
        str,
        "--loader",
        text='As "table(chart=...)"; chosen by the input\'s content if left out.',
        panel=PLACE,
        takes="NAME",
        complete=complete_kind("loaders"),
    ),
    "output": _option(
        str,
        "--output",
        text='As "gif(palette=global)"; chosen by the suffix of -o if left out.',
        panel=PLACE,
        takes="NAME",
        complete=complete_kind("outputs"),
    ),
    "protect": _option(
        str, "--protect", text='What stays: text, none, a part or CSS as "text, #eye".', panel=PLACE
    ),
    "steps": _option(
        int, "--steps", text="Steps in the smallest octave; larger ones take fewer.", panel=RUN
    ),
    "octaves.count": _option(int, "--octaves", text="How many scales.", panel=RUN),
    "octaves.ratio": _option(
        float, "--octave-ratio", text="Size of a scale over the one before.", panel=RUN
    ),
    "step_size": _option(
        float, "--step-size", text="How far a step goes; 2 is twice as far.", panel=RUN
    ),
    "views": _option(
        int, "--views", text="Random views that each step averages the gradient over.", panel=RUN
    ),
    "seed": _option(int, "--seed", text="Same seed, same machine: same pixels.", panel=RUN),
    "device": _option(
        str, "--device", text="auto, cpu, cuda, cuda:1 or mps.", panel=RUN, takes="NAME"
    ),
    "precision": _option(
        str, "--precision", text="auto, fp32, bf16 or fp16.", panel=RUN, takes="NAME"
    ),
    "memory": _option(
        str,
        "--memory",
        text="As 2GB: what needs more is seen in tiles, without seams. Half of all if left out.",
        panel=RUN,
        takes="AMOUNT",
    ),
    "strength": Annotated[float | None, typer.Option("--strength", hidden=True)],
    "settings": _option(
        list[str],
        "--set",
        text="Any key of a recipe: `dreamgen components recipe` lists them.",
        panel=RUN,
        takes="KEY=VALUE",
    ),
}


def _with_default(key: str, annotated: Any) -> Any:
    """Return an option whose help ends with the default of its key."""
    kind, option = get_args(annotated)
    default = describe_default(key)
    if not default or option.hidden:
        return annotated
    told = copy(option)
    told.help = f"{option.help} Default: {default}."
    return Annotated[kind, told]


PluginFiles = Annotated[
    list[Path] | None, typer.Option("--plugin", help="Load a one-file plugin.", metavar="FILE")
]
Columns = Annotated[int | None, typer.Option(min=1, help="Pictures in a row of the sheet.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is at -o already.")]
NoPlugins = Annotated[bool, typer.Option("--no-plugins", help="Use the built-ins alone.")]


def _hush_downloads(quiet: bool) -> bool:
    # The hub's client shows a progress bar of its own; it reads this when it is first imported.
    if quiet:
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    return quiet


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Show no progress.", callback=_hush_downloads)
]


def open_registry(files: list[Path] | None, no_plugins: bool) -> Registry:
    """Return the registry that the plugin options of a command ask for."""
    registry = Registry.default(files or [], installed=not no_plugins)
    for plugin in registry.plugins:
        if plugin.problem and Path(plugin.origin) in (files or []):
            raise BadInput(f"--plugin {plugin.origin}: {plugin.problem}")
    return registry


def plugins_named_in(words: Sequence[str]) -> Registry:
    """Return the registry that the words of a command ask for, before they are parsed."""
    files = [word.removeprefix("--plugin=") for word in words if word.startswith("--plugin=")]
    files += [following for word, following in pairwise(words) if word == "--plugin"]
    return open_registry([Path(file) for file in files], "--no-plugins" in words)


def with_recipe_options(command: Callable[..., None]) -> Callable[..., None]:
    """Mark a command that makes pictures: it gets every recipe option, and those of plugins.

    It receives the options that were given as the dict ``flags``, by the recipe's key; the
    permissions that were given are a list, ``flags["permits"]``. The options are added when the
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
    keys = {key.replace(".", "_"): key for key in RECIPE_OPTIONS}
    told = [_with_default(key, option) for key, option in RECIPE_OPTIONS.items()]
    parameters = dict(zip(keys, told, strict=True))
    permits: dict[str, str] = {}
    for option in options:
        name = "plugin_option" + option.flag.replace("-", "_")
        kind = bool if option.kind == "switch" else str
        parameters[name] = _option(kind, option.flag, text=option.help, panel=PLUGINS)
        if option.permits:
            permits[name] = option.permits
        else:
            keys[name] = option.key

    def run(**values: Any) -> None:
        permitted = [permission for name, permission in permits.items() if values.pop(name)]
        given = [(key, values.pop(name)) for name, key in keys.items()]
        flags = {key: value for key, value in given if value is not None}
        command(**values, flags=flags | ({"permits": permitted} if permitted else {}))

    _set_signature(run, command, parameters)
    return run


def _set_signature(run: Any, command: Callable[..., None], added: dict[str, Any]) -> None:
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
    run.__signature__ = inspect.Signature(keyword)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    run.__doc__, run.__name__ = command.__doc__, command.__name__


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
