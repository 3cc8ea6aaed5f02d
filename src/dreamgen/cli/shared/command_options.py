"""Arguments and options that several commands have, beside those that set a recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from dreamgen.cli.completion.names import complete_backbones, complete_input
from dreamgen.cli.shared.filled import filled
from dreamgen.cli.shared.json_output import Json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles

Input = Annotated[
    str | None,
    typer.Argument(
        metavar="INPUT", help="A file, - , noise or sample:NAME.", autocompletion=complete_input
    ),
]
Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Files, folders, globs, - , noise or sample:NAME.",
        autocompletion=complete_input,
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Skip results that already exist.")]
On = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="TEXT",
        help="Where to make them: local(workers=2) or ray://HOST:PORT.",
        parser=filled("--on", "an executor, as local(workers=2)"),
    ),
]
Prove = Annotated[
    float | None,
    typer.Option(
        "--prove",
        min=0,
        max=1,
        metavar="SHARE",
        help="Make this share of them twice, as 0.02, if possible on two workers, and compare.",
    ),
]
BackboneName = Annotated[
    str,
    typer.Argument(
        metavar="BACKBONE",
        help="bestiary, a timm name, a file, torchvision(NAME).",
        autocompletion=complete_backbones,
    ),
]
Columns = Annotated[int | None, typer.Option(min=1, help="Pictures per row of the sheet.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check it, print the recipe and make nothing.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file, without -o too.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
Watch = Annotated[
    bool, typer.Option("--watch", help="Make it again when its input or preset changes.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="KEY=VALUES",
        help="All of seed=1..16, layer=3,6,8 or step_size=0.5:1.5:5 (5 values); repeatable.",
    ),
]


@dataclass(frozen=True)
class ResultOptions:
    """The options of every command that makes something and prints where it is."""

    force: Force = False
    quiet: Quiet = False
    as_json: Json = False
    plugin: PluginFiles = None
    no_plugins: NoPlugins = False


@dataclass(frozen=True)
class ManyOptions(ResultOptions):
    """Those of commands whose results may be many, and made elsewhere."""

    on: On = None
    prove: Prove = None
