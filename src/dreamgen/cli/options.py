"""The options that set a recipe, shared by every command that makes one."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry


def _option(kind: Any, *names: str, text: str, panel: str) -> Any:
    return Annotated[kind | None, typer.Option(*names, help=text, rich_help_panel=panel)]


LOOK, PLACE, RUN = "What to dream", "Where and how large", "How to run"

RECIPE_OPTIONS: dict[str, Any] = {
    "preset": _option(str, "--preset", text="A preset's name, or a TOML file.", panel=LOOK),
    "backbone": _option(
        str, "--backbone", text="The network: bestiary, a timm name, a checkpoint.", panel=LOOK
    ),
    "weights": _option(str, "--weights", text="A checkpoint file, or random.", panel=LOOK),
    "layer": _option(str, "--layer", text="A layer's number, name or glob.", panel=LOOK),
    "objective": _option(
        str, "--objective", text='As "channel(3, 12) + 0.5*layer(2)".', panel=LOOK
    ),
    "regularisers": _option(
        list[str], "--regulariser", text="As blur(start=2); in place of the preset's.", panel=LOOK
    ),
    "parameterisation": _option(
        str, "--parameterisation", text="What is optimised: pixels, fourier.", panel=LOOK
    ),
    "colour": _option(str, "--colour", text="keep the source's, hue alone, or free.", panel=LOOK),
    "size": _option(str, "--size", text="Longest side, or WxH, in pixels.", panel=PLACE),
    "mask": _option(str, "--mask", text="A picture, white where to dream.", panel=PLACE),
    "loader.where": _option(
        str, "--where", text='What dreams: marks, panel, "#id" or any CSS selector.', panel=PLACE
    ),
    "protect": _option(
        str, "--protect", text='What stays: text, none, a part or CSS as "text, #eye".', panel=PLACE
    ),
    "loader.chart": _option(
        str, "--chart", text='Of a table: "scatter(x, y, colour)", line, bar.', panel=PLACE
    ),
    "loader.run_script": _option(
        bool, "--run-script", text="Run INPUT, a Python script, for its figure.", panel=PLACE
    ),
    "steps": _option(
        int, "--steps", text="Steps in the smallest octave; larger ones take fewer.", panel=RUN
    ),
    "octaves.count": _option(int, "--octaves", text="How many scales.", panel=RUN),
    "octaves.ratio": _option(float, "--octave-ratio", text="Of one scale to the next.", panel=RUN),
    "strength": _option(float, "--strength", text="Multiplies the step's length.", panel=RUN),
    "seed": _option(int, "--seed", text="Same seed, same machine: same pixels.", panel=RUN),
    "device": _option(str, "--device", text="auto, cpu, cuda, cuda:1 or mps.", panel=RUN),
    "precision": _option(str, "--precision", text="auto, fp32, bf16 or fp16.", panel=RUN),
    "memory": _option(
        str, "--memory", text="As 2GB: what needs more is seen in tiles, without seams.", panel=RUN
    ),
    "settings": _option(list[str], "--set", text="KEY=VALUE for any key.", panel=RUN),
}

PluginFiles = Annotated[
    list[Path] | None, typer.Option("--plugin", help="Load a one-file plugin.", metavar="FILE")
]
Columns = Annotated[int | None, typer.Option(min=1, help="Pictures in a row of the sheet.")]
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


def with_recipe_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every recipe option; it receives those given as the dict ``flags``."""
    fixed = inspect.signature(command, eval_str=True)
    own = [p for p in fixed.parameters.values() if p.name != "flags"]
    shared = {key.replace(".", "_"): key for key in RECIPE_OPTIONS}

    def run(**values: Any) -> None:
        flags = {key: values.pop(name) for name, key in shared.items()}
        command(**values, flags={key: value for key, value in flags.items() if value is not None})

    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in zip(shared, RECIPE_OPTIONS.values(), strict=True)
    ]
    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    run.__signature__ = inspect.Signature([*keyword, *added])
    run.__annotations__ = {p.name: p.annotation for p in [*keyword, *added]}
    run.__doc__, run.__name__ = command.__doc__, command.__name__
    return run
