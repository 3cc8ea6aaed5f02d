"""Help as people read it: NUMBER and TEXT for Python's types, and paragraphs that fill their lines."""

from __future__ import annotations

import inspect
import re
from typing import Any

WORDS = {
    "str": "TEXT",
    "int": "NUMBER",
    "float": "NUMBER",
    "int range": "NUMBER",
    "float range": "NUMBER",
    "path": "FILE",
    "file": "FILE",
    "bool": "",
    "list[str]": "TEXT",
    "list[Path]": "FILE",
}
MARKUP = re.compile(r"\[(?=[a-z#/@])")
"""What rich would take for the beginning of a style, as in "tables [[render]]"."""


def word_help(command: Any) -> Any:
    """Return a command with its help in words; so for its subcommands."""
    for inner in getattr(command, "commands", {}).values():
        word_help(inner)
    command.help = MARKUP.sub(r"\\[", fill_paragraphs(command.help or ""))
    for parameter in command.params:
        _name_default(parameter)
    get_params, get_usage = command.get_params, command.collect_usage_pieces
    # get_params adds --help to those that the command knows.
    command.get_params = lambda ctx: [name_type(each) for each in get_params(ctx)]
    # Newer releases of typer put what must be given in braces.
    command.collect_usage_pieces = lambda ctx: [piece.strip("{}") for piece in get_usage(ctx)]
    return command


def fill_paragraphs(text: str) -> str:
    """Join the lines of each paragraph, for terminals of any width; those that are indented stay."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(
        each if "\n " in f"\n{each}" or "\b" in each else each.replace("\n", " ")
        for each in paragraphs
    )


def name_type(parameter: Any) -> Any:
    """Return a parameter whose help says in words what it takes."""
    # Older releases of typer write words themselves.
    if not hasattr(parameter, "display_type"):
        return parameter
    word = WORDS.get(parameter.display_type(None).strip("<>"))
    if parameter.param_type_name != "argument":
        parameter.metavar = word if parameter.metavar is None else parameter.metavar
    else:
        # The metavar of an argument is its name; typer adds the brackets.
        parameter.metavar = parameter.metavar or parameter.name.upper()
        if word is not None:
            parameter.display_type = lambda ctx: word
    return parameter


def _name_default(parameter: Any) -> None:
    """Let the help of a parameter end with its default, in the words of all other defaults."""
    default = parameter.default
    if isinstance(default, (str, int, float)) and not isinstance(default, bool) and default != "":
        told = f"{default:g}" if isinstance(default, float) else default
        parameter.help = f"{parameter.help or ''} Default: {told}.".strip()
        parameter.show_default = False
