"""The options that set a recipe: for every command that makes pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from dreamgen.cli.completion.expressions import complete_expression
from dreamgen.cli.completion.layers import complete_layers
from dreamgen.cli.completion.names import (
    complete_backbones,
    complete_presets,
    complete_settings,
)
from dreamgen.cli.shared.filled import filled
from dreamgen.cli.shared.number import read_number


def _option(
    kind: Any,
    *names: str,
    text: str,
    panel: str,
    takes: str | None = None,
    complete: Callable[..., list[str]] | None = None,
    parser: Callable[[str], str] | None = None,
) -> Any:
    is_number = kind is read_number
    option = typer.Option(
        *names,
        help=text,
        rich_help_panel=panel,
        metavar="NUMBER" if is_number else takes,
        autocompletion=complete,
        parser=kind if is_number else parser,
    )
    return Annotated[Any if is_number else kind | None, option]


LOOK, PLACE, RUN = "What to dream", "Where and how large", "How to run"

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
        text="A layer's number, name or glob, as layer3.*.",
        panel=LOOK,
        takes="LAYER",
        complete=complete_layers,
    ),
    "objective": _option(
        str,
        "--objective",
        text='What to look for, as "channel(3, 12) + 0.5*layer(2)".',
        panel=LOOK,
        complete=complete_expression("objectives"),
    ),
    "regularisers": _option(
        list[str],
        "--regulariser",
        text="A regulariser, as blur(start=2); repeatable. Replaces the preset's.",
        panel=LOOK,
        takes="NAME",
        complete=complete_expression("regularisers"),
    ),
    "effects": _option(
        list[str],
        "--effect",
        text="An effect, as kaleidoscope(5); repeatable. Replaces the preset's.",
        panel=LOOK,
        takes="NAME",
        complete=complete_expression("effects"),
    ),
    "parameterisation": _option(
        str,
        "--parameterisation",
        text="What is optimised: pixels, fourier, maco, multiresolution ...",
        panel=LOOK,
        takes="NAME",
        complete=complete_expression("parameterisations"),
    ),
    "colour": _option(
        str,
        "--colour",
        text="keep the source's colours, hue (its hues alone) or free.",
        panel=LOOK,
        takes="NAME",
    ),
    "alpha": _option(
        str,
        "--alpha",
        text="Transparency: source, or gradient (clear where little was dreamed).",
        panel=LOOK,
        takes="NAME",
    ),
    "size": _option(
        str,
        "--size",
        text="Longest side or WxH in pixels, or a sheet: A3, A3-landscape, 42x60cm, 16x20in.",
        panel=PLACE,
        takes="SIZE",
    ),
    "dpi": _option(
        int,
        "--dpi",
        text="Dots per inch of such a sheet, and in the file. Default: 300.",
        panel=PLACE,
    ),
    "mask": _option(
        str, "--mask", text="A picture, white where to dream.", panel=PLACE, takes="FILE"
    ),
    # A parameter of loaders, but of no single one: drawings, pixels and pages all take it.
    "loader.where": _option(
        str,
        "--where",
        text='Where to dream: marks, panel, "#id" or any CSS selector.',
        panel=PLACE,
        takes="TEXT",
        parser=filled("--where", "what is to dream, as marks"),
    ),
    "loader": _option(
        str,
        "--loader",
        text='How to read the input, as "table(chart=...)". Default: by its content.',
        panel=PLACE,
        takes="NAME",
        complete=complete_expression("loaders"),
    ),
    "output": _option(
        str,
        "--output",
        text='How to write, as "gif(palette=global)". Default: by the suffix of -o.',
        panel=PLACE,
        takes="NAME",
        complete=complete_expression("outputs"),
    ),
    "protect": _option(
        str,
        "--protect",
        text='What stays legible: text, none, a part or CSS, as "text, #eye".',
        panel=PLACE,
    ),
    "steps": _option(
        read_number,
        "--steps",
        text="Steps in the smallest octave; larger ones take fewer.",
        panel=RUN,
    ),
    "octaves.count": _option(read_number, "--octaves", text="Number of scales.", panel=RUN),
    "octaves.ratio": _option(
        read_number, "--octave-ratio", text="Size of a scale relative to the one before.", panel=RUN
    ),
    "step_size": _option(
        read_number, "--step-size", text="How far a step goes; 2 is twice as far.", panel=RUN
    ),
    "views": _option(
        read_number,
        "--views",
        text="Random views that each step averages the gradient over.",
        panel=RUN,
    ),
    "wrap": _option(
        str,
        "--wrap",
        text="Join borders: x, y, xy for tiles, or sphere for a panorama.",
        panel=PLACE,
        takes="NAME",
    ),
    "seed": _option(int, "--seed", text="Same seed, same machine: same pixels.", panel=RUN),
    "device": _option(
        str,
        "--device",
        text="auto, cpu, mps, cuda, cuda:1; cuda:all spreads a sheet over all GPUs.",
        panel=RUN,
        takes="NAME",
    ),
    "precision": _option(
        str, "--precision", text="auto, fp32, bf16 or fp16.", panel=RUN, takes="NAME"
    ),
    "memory": _option(
        str,
        "--memory",
        text="Limit, as 2GB: larger pictures go by tiles, without seams. Default: half of all.",
        panel=RUN,
        takes="AMOUNT",
    ),
    "strength": Annotated[Any, typer.Option("--strength", hidden=True, parser=read_number)],
    "settings": _option(
        list[str],
        "--set",
        text="Set any key of a recipe; `dreamgen components recipe` lists them.",
        panel=RUN,
        takes="KEY=VALUE",
        complete=complete_settings,
    ),
}
