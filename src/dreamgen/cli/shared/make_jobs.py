"""Make all that a file of jobs asks for: renders and zooms as tasks, then its sheets one by one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import typer

from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.interrupt import Interrupted
from dreamgen.cli.shared.json_output import print_json
from dreamgen.cli.shared.make_grid import SHARED_ELSEWHERE
from dreamgen.cli.shared.make_many import Results
from dreamgen.cli.shared.make_sheet import make_sheet
from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.sheet_grid import check_axes, choose_kind
from dreamgen.cli.shared.write_command import write_command
from dreamgen.errors import DreamError, make_printable
from dreamgen.recipe.schema import Recipe
from dreamgen.tasks.grid.axis import read_axes
from dreamgen.tasks.grid.choice import Choice
from dreamgen.tasks.grid.combinations import choose_first
from dreamgen.tasks.grid.lookup import list_layers
from dreamgen.tasks.placing import make_folder
from dreamgen.tasks.requests.job_file import Jobs
from dreamgen.tasks.requests.job_table import beginning_with
from dreamgen.tasks.requests.sheet_table import SheetJob


def make_jobs(how: How, jobs: Jobs, results: Results) -> None:
    """Make everything; end with exit code 1 if anything failed, which stops nothing else."""
    how.check()
    how.find_executor()
    for job in jobs.sheets:
        _check(how, job)
    codes = [_attempt(lambda: how.make(jobs.tasks, jobs.total, results))] if jobs.total else []
    for job in jobs.sheets:
        if how.dry_run:
            _print_plan(how, job)
        else:
            codes.append(_attempt(partial(_make, how, job)))
    if any(codes):
        raise typer.Exit(1)


def _attempt(make: Callable[[], None]) -> int:
    """Return the exit code of what is made; a failure is a sentence."""
    try:
        make()
    except typer.Exit as ended:
        return ended.exit_code
    except Interrupted:
        raise
    except DreamError as problem:
        print(f"dreamgen: {make_printable(str(problem))}", file=sys.stderr)
        return 1
    return 0


def _check(how: How, job: SheetJob) -> None:
    """Raise BadInput, before anything is made, for a sheet that cannot be."""
    session = how.session
    axes = read_axes(job.sheet.vary, options=session.registry.options())
    recipe = _with_input(job, job.compose(session, choose_first(axes)))
    with beginning_with(job.label):
        plan = session.plan(recipe)
        check_axes(axes, plan)
        session.check_layers(plan, list_layers(axes))
        choose_kind(plan, Target(job.out, job.out), job.sheet, session)


def _print_plan(how: How, job: SheetJob) -> None:
    """Print what would be made: its place, its input, what varies."""
    if how.as_json:
        print_json({"path": str(job.out), "input": job.source, "vary": job.sheet.vary})
        return
    words = [str(job.out), f"from {job.source or 'its preset'}", *job.sheet.vary]
    typer.echo("  ".join(map(make_printable, words)))


def _make(how: How, job: SheetJob) -> None:
    flags = {**({"preset": job.preset} if job.preset else {})}
    for _, table in job.layers:
        flags |= _flatten(table)
    update = {
        "heading": write_command(job.source, flags),
        "together": None if how.on is None else SHARED_ELSEWHERE,
    }

    def recipe_of(number: int | None, choices: Sequence[Choice]) -> Recipe:
        return _with_input(job, job.compose(how.session, choices))

    make_folder(job.out.parent)
    target = Target(job.out, job.out, how.force)
    make_sheet(how, target, job.sheet.model_copy(update=update), recipe_of)


def _with_input(job: SheetJob, recipe: Recipe) -> Recipe:
    """Return a recipe with the input of an atlas, which is noise if nothing is said."""
    return recipe if recipe.input else recipe.model_copy(update={"input": job.source})


def _flatten(table: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    """Return the values of nested tables by dotted keys; a component's table stays whole."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, Mapping) and "use" not in value:
            flat |= _flatten(value, f"{at}{key}.")
        else:
            flat[f"{at}{key}"] = value
    return flat
