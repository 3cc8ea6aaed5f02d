"""Help as people read it: NUMBER and TEXT for Python's types, and paragraphs that fill their lines."""

from __future__ import annotations

import inspect
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


def word_help(command: Any) -> Any:
    """Return a command with its help in words; so for its subcommands."""
    for inner in getattr(command, "commands", {}).values():
        word_help(inner)
    command.help = fill_paragraphs(command.help or "")
    get_params = command.get_params  # which adds --help to those that the command knows
    command.get_params = lambda ctx: [name_type(each) for each in get_params(ctx)]
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
    elif word is not None:
        # The metavar of an argument is its name, to which typer adds brackets.
        parameter.metavar = parameter.metavar and parameter.metavar.strip("[]")
        parameter.display_type = lambda ctx: word
    return parameter
