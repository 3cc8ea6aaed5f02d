"""Help in words: NUMBER and TEXT in place of the names of Python's types."""

from __future__ import annotations

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


def name_types(command: Any) -> Any:
    """Return a command whose help says in words what its options take; so for its subcommands."""
    for inner in getattr(command, "commands", {}).values():
        name_types(inner)
    for parameter in command.params:
        _name_type(parameter)
    return command


def _name_type(parameter: Any) -> None:
    # Older releases of typer write words themselves.
    if not hasattr(parameter, "display_type"):
        return
    word = WORDS.get(parameter.display_type(None).strip("<>"))
    if parameter.param_type_name == "argument":
        # The metavar of an argument is its name, to which typer adds brackets.
        parameter.metavar = parameter.metavar and parameter.metavar.strip("[]")
        parameter.display_type = lambda ctx: word or ""
    elif parameter.metavar is None:
        parameter.metavar = word
