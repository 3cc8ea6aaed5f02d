"""From the words and options of a command for many inputs to the tasks that they make."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from dreamgen.cli.shared.compose import check_layer_is_used, compose_recipe, leave_out
from dreamgen.cli.shared.how import How
from dreamgen.errors import BadInput
from dreamgen.recipe.keywords import Kind
from dreamgen.recipe.schema import Recipe
from dreamgen.render.saving.save import check_for_many, find_output, usual_suffix
from dreamgen.tasks.grid.axis import read_axes
from dreamgen.tasks.grid.combinations import Variants
from dreamgen.tasks.grid.lookup import list_layers, look_up_all
from dreamgen.tasks.requests.names import Names, is_place_of_many, template_of
from dreamgen.tasks.requests.request import Request
from dreamgen.tasks.requests.sources import LISTED, IsWhole, Sources, is_many, never


def are_many(
    inputs: Sequence[str] | None,
    out: Path | None,
    resume: bool,
    on: str | None,
    vary: Sequence[str] | None = None,
    prove: float | None = None,
    moving: bool = False,
) -> bool:
    """Say whether a command's words ask for results of any number, not just for one."""
    asked = resume or on or vary or prove is not None
    return bool(asked or is_many(inputs or ()) or is_place_of_many(out, moving))


def make_inputs(
    inputs: Sequence[str] | None,
    out: Path | None,
    flags: Mapping[str, Any],
    how: How,
    suffix: str,
    kind: Kind = "still",
    vary: Sequence[str] | None = None,
    is_whole: IsWhole = never,
) -> None:
    """Make a result of each input, and of all that varies; ``suffix`` is of results in a folder.

    ``is_whole`` says which folders are one input each.
    """
    _check_place(inputs or (), out)
    session = how.session
    axes = read_axes(vary or [], kind, session.registry.options())
    flags = leave_out(axes, flags)
    if inputs and any(axis.key == "input" for axis in axes):
        raise BadInput("--vary input: inputs are given already")

    def compose(source: str | None, varied: Mapping[str, str]) -> Recipe:
        choices = Variants(axes).choices(varied)
        return compose_recipe(source, dict(flags), session, kind != "still", choices)

    lines = _lines() if LISTED in (inputs or ()) else ()
    sources = Sources(tuple(inputs), lines, is_whole) if inputs else None
    known = Variants([axis for axis in axes if not axis.needs_network])
    first = Request(sources, compose, Names(""), flags.get("preset"), known).compose_first()
    axes = look_up_all(axes, session, first)
    is_one = len(Variants(axes)) == 1 and (sources is None or sources.count() == 1)
    if kind != "still" and out is not None and out.suffix:
        find_output(first, out, session.registry)
    varied = [axis.name for axis in axes]
    advice = "; one sheet of them is made with --vary" if kind == "still" and not vary else ""
    usual = usual_suffix(first, session.registry, suffix)
    template = template_of(out, usual, is_one, varied, advice)
    plan = session.plan(first)
    check_layer_is_used(plan.uses_layer, flags)
    session.check_layers(plan, list_layers(axes))
    check_for_many(find_output(first, Path(template), session.registry), Path(template))
    taken: set[Path] | None = None if LISTED in (inputs or ()) else set()
    names, variants = Names(template, taken, varied), Variants(axes)
    request = Request(sources, compose, names, flags.get("preset"), variants)
    results = how.results()
    how.make(request.tasks(count(), results.fail), request.count(), results)


def _check_place(inputs: Sequence[str], out: Path | None) -> None:
    """Raise BadInput where results would be inputs the next time."""
    folder = Path() if out is None else out if out.is_dir() else out.parent
    for word in inputs:
        if os.path.isdir(word) and folder.is_dir() and folder.samefile(word):  # noqa: PTH112
            raise BadInput(
                f"{word} is a folder of inputs: results in it would be dreamed again the next time; "
                "give another folder with -o"
            )


def _lines() -> Iterator[str]:
    if sys.stdin is None or sys.stdin.isatty():
        raise BadInput("standard input is a terminal: pipe names of inputs in, one a line")
    return iter(sys.stdin)
