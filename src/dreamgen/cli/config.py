"""dreamgen config: one's own defaults, for every picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.completion.names import complete_keys
from dreamgen.cli.defaults.config_file import (
    VARIABLE,
    find_config,
    read_config,
    read_text,
    set_key,
    unset_key,
    write_config,
)
from dreamgen.cli.defaults.editor import edit
from dreamgen.cli.defaults.own_defaults import COMMAND, NEVER, list_variables, read_file_defaults
from dreamgen.cli.defaults.variables import name_variable, read_variables
from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.tables import print_table
from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.keywords import read_keywords
from dreamgen.recipe.toml import read_toml, read_value

Key = Annotated[
    str,
    typer.Argument(
        help="A recipe's key, as octaves.count; an option's name; preset; quiet.",
        autocompletion=complete_keys,
    ),
]

app = typer.Typer(invoke_without_command=True, add_completion=False)


@app.callback()
def config(ctx: typer.Context, as_json: Json = False) -> None:
    """Show your own defaults: where their file is, what it sets, and which variables are set.

    The strongest first: options, variables as DREAMGEN_SIZE=800, device, precision and memory of the
    file, a preset, the file's other keys, what is built in.

    Example: dreamgen config set size 800
    """
    if ctx.invoked_subcommand:
        return
    path = find_config()
    values = _flatten(read_config(path))
    names = [*list_variables(Registry.default().options()), *COMMAND]
    variables = {name_variable(key): text for key, text in read_variables(names).items()}
    if as_json:
        print_json({"path": path, "values": values, "variables": variables})
        return
    typer.echo(path if path is not None else f"no file, for {VARIABLE} is empty")
    print_table([(key, f"= {_write(value)}") for key, value in values.items()])
    print_table([(name, f"= {text}") for name, text in variables.items()])


@app.command(name="set", context_settings={"allow_interspersed_args": False})  # -3 is a value
def set_value(
    key: Key, value: Annotated[str, typer.Argument(help="As a preset writes it, or plain.")]
) -> None:
    """Set a key, for every picture that is made from now on."""
    path = _find_file()
    table = _nest(key, read_value(value, key), path)
    text = set_key(_read_valid(path), table)
    _check(read_toml(text, str(path)), path)
    write_config(path, text)
    typer.echo(path)


@app.command()
def unset(key: Key) -> None:
    """Take a key out again."""
    path = _find_file()
    text = _read_valid(path)
    keys = list(_flatten(read_toml(text, str(path))))
    plain = key.replace("-", "_")
    named = [plain]
    if plain not in keys and plain.split(".")[0] not in [each.split(".")[0] for each in keys]:
        named = list(_flatten(_nest(key, "", path)))
    changed = text
    for name in named:
        changed = unset_key(changed, name)
    if changed == text:
        there_are = f"set are: {', '.join(keys) or 'none'}"
        raise BadInput(f"{path}: {plain} is not set{nearest(plain, keys)}; {there_are}")
    write_config(path, changed)
    typer.echo(path)


@app.command(name="edit")
def edit_file() -> None:
    """Edit the file in the editor that VISUAL or EDITOR names; it is replaced only if it is valid."""
    path = _find_file()

    def accept(text: str) -> None:
        _check(read_toml(text, str(path)), path)
        write_config(path, text)

    edit(path, read_text(path), accept)
    typer.echo(path)


def _find_file() -> Path:
    path = find_config()
    if path is None:
        raise BadInput(f"{VARIABLE} is empty, so there is no file to write to")
    return path


def _read_valid(path: Path) -> str:
    """Return a file's text. Raise BadInput if it is no TOML: it would be lost."""
    text = read_text(path)
    read_toml(text, str(path))
    return text


def _nest(key: str, value: Any, path: Path) -> dict[str, Any]:
    """Return the table that sets a key, which may be named like the option."""
    if key in COMMAND:
        return {key: value}
    if isinstance(value, str) and "/" in value and Path(value).is_file():
        value = str(Path(value).resolve())  # it holds in every folder
    layers = read_keywords({key: value}, str(path), None, Registry.default().options(), COMMAND)
    return {name: inner for _, table in layers for name, inner in table.items()}


def _check(values: Mapping[str, Any], path: Path) -> None:
    """Raise BadInput for what no picture could be made by, names of components included."""
    from dreamgen.render.session import Session

    for key in NEVER:
        if key in values:
            raise BadInput(f"{path}: {key} is of one picture alone: give it with the command")
    session = Session()
    defaults = read_file_defaults(values, str(path), session.registry.options())
    defaults.check_preset(session.registry.presets)
    for each in (defaults, defaults.without_film()):
        layers = [*each.beneath, *each.above]
        session.plan(session.compose("noise", layers=layers, moving=True))


def _flatten(table: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        is_table = isinstance(value, Mapping) and "use" not in value
        flat |= _flatten(value, f"{at}{key}.") if is_table else {f"{at}{key}": value}
    return flat


def _write(value: Any) -> str:
    import tomli_w

    return tomli_w.dumps({"it": value}).partition("=")[2].strip()
