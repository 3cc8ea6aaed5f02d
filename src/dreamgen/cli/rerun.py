"""dreamgen rerun: make a picture again from the recipe inside it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.options import NoPlugins, PluginFiles, Quiet
from dreamgen.errors import BadInput, make_printable

LONGEST_VALUE = 200  # characters of what a picture was made by, which anybody may have written


def rerun(
    file: Annotated[Path, typer.Argument(help="A picture made by dreamgen.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to; NAME-rerun if left out.")
    ] = None,
    old_out: Annotated[Path | None, typer.Option("--output", hidden=True)] = None,
    source: Annotated[
        str | None, typer.Option("--input", help="The input, should it have moved.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE: change any key.")
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let the recipe read files, download and run code.")
    ] = False,
    quiet: Quiet = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """Make a picture again: on the same machine, with the same pixels.

    The recipe inside a file may come from anybody. It reads its own input and nothing else, runs no
    code and downloads nothing, unless --trust says so. Example: dreamgen rerun dream.png --set seed=7
    """
    from dreamgen.cli.shared.compose import default_path
    from dreamgen.cli.shared.make import make
    from dreamgen.cli.shared.options import open_registry
    from dreamgen.engine.threads import set_threads
    from dreamgen.recipe.composing import compose, split_embedded
    from dreamgen.recipe.renamed import warn_of_old_name
    from dreamgen.recipe.toml import read_setting
    from dreamgen.render.permissions import EVERYTHING, FOREIGN
    from dreamgen.render.reading import read_recipe
    from dreamgen.render.session import Session

    if old_out is not None:
        warn_of_old_name("--output", "--out")
        out = out or old_out
    registry = open_registry(plugin, no_plugins)
    # Labels that begin with dashes are flags', and a file may be called so.
    label = str(file) if not str(file).startswith("--") else f"./{file}"
    values, made = split_embedded(read_recipe(file, registry), label)
    layers: list[tuple[str, dict[str, Any]]] = [(label, values)]
    if source is not None:
        layers.append(("--input", {"input": source}))
    layers += [(f"--set {text}", read_setting(text)) for text in settings or []]
    recipe = compose(layers)
    changed = [key for _, table in layers[1:] for key in table]
    if "input" not in changed:
        _check_input(recipe.input, file, None if trust else made.get("input_sha256"), trust)
    permissions = (
        EVERYTHING if trust else replace(FOREIGN, advice=f"if you trust {file}, add --trust")
    )
    session = Session(registry, permissions)
    set_threads(made)
    path = out or default_path(str(file), "rerun", file.suffix)
    made_now = make(session, session.plan(recipe), path, quiet)
    for difference in _differences(made, made_now):
        print(f"dreamgen: {make_printable(difference)}, so pixels may differ", file=sys.stderr)


def _check_input(name: str | None, file: Path, digest: str | None, trust: bool) -> None:
    """Raise BadInput unless an input is here, and is the very one that the file was made from."""
    from dreamgen.render.inputs import NOISE, SAMPLE, read_input
    from dreamgen.render.provenance import digest as digest_of

    if name is not None and (name == NOISE or name.startswith(SAMPLE)):
        return
    if name is None or name == "-" or not _is_file(name):
        was = {None: "given in Python", "-": "standard input"}.get(name, name)
        raise BadInput(f"{file}: its input was {was}, which is not here: name it with --input")
    if not trust and digest_of(read_input(name).data) != digest:
        raise BadInput(
            f"{file}: {name} is not the file that it was made from; to use it all the same, give "
            f"--input {name}"
        )


def _differences(before: dict[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what has changed since the picture was made, one clause each."""
    names = [key for key in before if key in now and before[key] != now[key]]
    return [f"{key} was {_say(before[key])} and is {_say(now[key])}" for key in names]


def _say(value: Any) -> str:
    text = ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except ValueError:  # a name with a null character
        return False
