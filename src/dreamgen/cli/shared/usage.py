"""What is wrong with the words of a command line, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any

import typer

from dreamgen.errors import nearest
from dreamgen.recipe.values import shorten

UsageError: Any = typer.BadParameter.__bases__[0]
"""What is raised for anything mistyped; typer has no public name for it."""

KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false"}
OLD_FLAGS = {
    "--strength": "--step-size",
    "--through": "--transition",
    "--finishes": "--effect",
    "--finish": "--effect",
    "--ground": "--set initial_noise=SHARE",
    "--paper": "--set background=COLOUR",
    "--effects": "--effect",
    "--regularisers": "--regulariser",
    "--color": "--colour",
    "--regularizer": "--regulariser",
    "--parameterization": "--parameterisation",
    "--optimiser": "--set optimiser=NAME",
    "--optimizer": "--set optimiser=NAME",
}
"""What options were once called, or are elsewhere, and how the same is said now."""


def check_values(context: Any, words: Sequence[str]) -> None:
    """Raise a usage error where the value of an option is left out, and another option follows.

    Its name would be taken for the value: `-o --steps 3` would make a folder called --steps.
    """
    options = [each for each in context.command.params if each.param_type_name == "option"]
    flags = {flag for each in options for flag in each.opts} | {*context.help_option_names}
    takes_value = {flag for each in options if not each.is_flag for flag in each.opts}
    for flag, value in pairwise(takewhile(lambda word: word != "--", words)):
        if flag in takes_value and value in flags:
            raise UsageError(f"{flag} needs a value, and {value} is an option", context)


def describe_usage(problem: Any) -> str:
    """Return one sentence about an exception that typer raises for mistyped words."""
    command = problem.ctx.command_path if problem.ctx else "dreamgen"
    ending = f"`{command} --help` says what can be given"
    if hasattr(problem, "possibilities"):
        return f"{_describe_unknown_option(problem)}; {ending}"
    return f"{_describe_wrong_value(problem) or _say_plainly(problem)}; {ending}"


def _say_plainly(problem: Any) -> str:
    message = problem.format_message().rstrip(".")
    return message[0].lower() + message[1:]


def _describe_unknown_option(problem: Any) -> str:
    name = problem.option_name
    shown = [
        option for option in problem.ctx.command.params if not getattr(option, "hidden", False)
    ]
    known = [flag for option in shown for flag in option.opts if flag.startswith("--")]
    found = nearest(shorten(name), [*known, *OLD_FLAGS], limit=1)
    for old, new in OLD_FLAGS.items():
        if found == f" (did you mean {old}?)":
            takes_it = new.partition(" ")[0] in known
            found = f" (did you mean {new}?)" if takes_it else nearest(shorten(name), known, 1)
            break
    return f"there is no option {shorten(name)}{found}"


def _describe_wrong_value(problem: Any) -> str:
    """Say what an option takes; empty unless pydantic refused its value."""
    errors = getattr(problem.__cause__, "errors", None)
    parameter = getattr(problem, "param", None)
    if not callable(errors) or parameter is None:
        return ""
    error = errors()[0]
    name = max(parameter.opts, key=len)
    kind, _, how = error["type"].partition("_")
    if kind in KINDS and how in ("parsing", "type", "from_float"):
        return f"{name} takes {KINDS[kind]}, not {shorten(repr(error['input']))}"
    message = error["msg"].replace("Input should be", "must be")
    return f"{name} {shorten(str(error['input']))}: {message}"
