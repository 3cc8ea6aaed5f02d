"""dreamgen rerun: make a picture again from the recipe inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dreamgen.cli.shared.command_options import ResultOptions
from dreamgen.cli.shared.place import read_out
from dreamgen.errors import BadInput

if TYPE_CHECKING:
    from dreamgen.cli.shared.cell_recipes import CellRecipe
    from dreamgen.recipe.schema import Recipe
    from dreamgen.render.permissions import Permissions
    from dreamgen.tasks.grid.choice import Choice


def rerun(
    file: Annotated[Path, typer.Argument(help="A picture made by dreamgen.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="The result. Default: NAME-rerun.", metavar="FILE", parser=read_out
        ),
    ] = None,
    old_out: Annotated[Path | None, typer.Option("--output", hidden=True)] = None,
    source: Annotated[
        str | None, typer.Option("--input", help="The input, if it has moved.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change any key.")
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let the recipe read files, download and run code.")
    ] = False,
    *,
    options: ResultOptions,
) -> None:
    """Make a picture, a zoom or a sheet again: on the same machine, with the same pixels.

    The recipe inside a file may come from anybody. It reads its own input and what --set names,
    runs no code, downloads nothing and lifts no limit, unless --trust says so.

    Example: dreamgen rerun dream.png --set seed=7
    """
    from dreamgen.cli.defaults.own_defaults import heed_defaults
    from dreamgen.cli.shared.cell_recipes import recompose
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make import make
    from dreamgen.cli.shared.make_sheet import make_sheet
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.cli.shared.plugin_options import open_registry
    from dreamgen.recipe.composing import compose, split_embedded
    from dreamgen.recipe.renamed import warn_of_old_name
    from dreamgen.recipe.sheet import KEY, Sheet
    from dreamgen.recipe.toml import read_setting
    from dreamgen.render.permissions import EVERYTHING
    from dreamgen.render.saving.read_recipe import read_recipe
    from dreamgen.render.session import Session

    if old_out is not None:
        warn_of_old_name("--output", "--out")
        out = out or old_out
    options = heed_defaults(options)
    registry = open_registry(options.plugin, options.no_plugins)
    # Labels that begin with dashes are flags', and a file may be called so.
    label = str(file) if not str(file).startswith("--") else f"./{file}"
    values, made = split_embedded(read_recipe(file, registry), label)
    sheet = Sheet.read(made.pop(KEY), label) if KEY in made else None
    typed: list[tuple[str, dict[str, Any]]] = []
    if source is not None:
        typed.append(("--input", {"input": source}))
    typed += [(f"--set {text}", read_setting(text)) for text in settings or []]
    recipe = compose([(label, values), *typed])
    if not any("input" in table for _, table in typed):
        _check_input(recipe.input, file, None if trust else made.get("input_sha256"), trust)
    permissions = EVERYTHING if trust else _permit(typed, file)
    target = Target(out, usual_name(str(file), "rerun", file.suffix), options.force, (file,))
    target.check(recipe)
    session = Session(registry, permissions)
    plan = session.plan(recipe)
    from dreamgen.engine.threads import set_threads  # of torch, which a refusal needs not

    set_threads(made)
    if sheet is None:
        make(session, plan, target, options.quiet, before=made, as_json=options.as_json)
        return
    recipe_of = recompose([(label, values), *typed], sheet.cells, label)
    if not trust:
        recipe_of = _keep_to_input(recipe_of, recipe.input, file)
    how = How(**vars(options), session=session)
    make_sheet(how, target, sheet, recipe_of, before=made)


def _keep_to_input(recipe_of: CellRecipe, source: str | None, file: Path) -> CellRecipe:
    """Return a function that raises BadInput for pictures of a sheet with inputs of their own."""
    from dreamgen.render.inputs.loading import NOISE, SAMPLE

    def checked(number: int | None, choices: Sequence[Choice]) -> Recipe:
        recipe = recipe_of(number, choices)
        name = recipe.input or ""
        if name != source and name != NOISE and not name.startswith(SAMPLE):
            raise BadInput(f"{file}: it was made from {name} too: if you trust {file}, add --trust")
        return recipe

    return checked


def _permit(typed: list[tuple[str, dict[str, Any]]], file: Path) -> Permissions:
    """Return what the recipe inside a file may do: what the user typed, and nothing more."""
    from dreamgen.recipe.composing import compose
    from dreamgen.recipe.texts import list_texts
    from dreamgen.render.permissions import FOREIGN

    keys = frozenset(key for _, table in typed for key in _iterate_keys(table))
    try:
        texts = list_texts(compose(typed)) - list_texts(compose([]))
    except BadInput:  # it is complete only together with what is in the file
        texts = set()
    return replace(
        FOREIGN,
        files=frozenset(texts),
        download=bool(keys & {"backbone", "weights"}),
        limits=keys,
        advice=f"if you trust {file}, add --trust",
    )


def _iterate_keys(table: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield the keys that a table sets, as loader.patience; a component by name sets all of its own."""
    for key, value in table.items():
        if isinstance(value, Mapping) and "use" not in value:
            yield from _iterate_keys(value, f"{at}{key}.")
        else:
            yield f"{at}{key}"


def _check_input(name: str | None, file: Path, digest: str | None, trust: bool) -> None:
    """Raise BadInput unless an input is here, and is the very one that the file was made from."""
    from dreamgen.render.inputs.loading import NOISE, SAMPLE
    from dreamgen.render.saving.provenance import digest_file

    if name is not None and (name == NOISE or name.startswith(SAMPLE)):
        return
    if name is None or name == "-" or not _is_there(name):
        was = {None: "given in Python", "-": "standard input"}.get(name, name)
        raise BadInput(f"{file}: its input was {was}, which is not here: name it with --input")
    if not trust and digest_file(Path(name)) != digest:
        raise BadInput(
            f"{file}: {name} is not the file that it was made from; to use it all the same, give "
            f"--input {name}"
        )


def _is_there(name: str) -> bool:
    from dreamgen.recipe.numbering import is_there

    try:
        return is_there(Path(name))
    except (ValueError, OSError):  # a name with a null character, or far too long
        return False
