"""Make every picture of a grid as a task, wherever an executor runs it, and compose the sheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from dreamgen.cli.shared.cell_recipes import CellRecipe, note_cells
from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.interrupt import Interrupted, stop_when_terminated
from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.report import Report
from dreamgen.cli.shared.sheet_cells import Cells, describe, read_cell, read_picture
from dreamgen.cli.shared.sheet_grid import (
    blank,
    check_axes,
    check_count,
    choose_kind,
    choose_output,
    make_cell,
    make_grid_of,
)
from dreamgen.errors import BadInput, DreamError, make_printable
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.sheets.grid import Grid
from dreamgen.outputs.sheets.sheet import measure_grid
from dreamgen.recipe.composing import split_embedded
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.sheet import KEY, Sheet
from dreamgen.render.job import Job
from dreamgen.render.saving.destination import Destination
from dreamgen.render.saving.provenance import warn_of_changes
from dreamgen.render.saving.resume import folder_of, has_work
from dreamgen.render.saving.save import save
from dreamgen.render.session import Session
from dreamgen.tasks.finished import check_finished
from dreamgen.tasks.grid.axis import read_axes
from dreamgen.tasks.grid.choice import Choice
from dreamgen.tasks.grid.combinations import choose_each, product
from dreamgen.tasks.grid.lookup import look_up_values
from dreamgen.tasks.proof import Proof
from dreamgen.tasks.task import Task

MOST_TRIED = 8
"""Pictures of a sheet that are tried until one says what all are like."""


def make_sheet(
    how: How,
    target: Target,
    sheet: Sheet,
    recipe_of: CellRecipe,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Make every picture of a grid, write all onto one sheet, and print its path.

    A picture that fails is an empty one, and a sentence at the end. ``before`` is what a rerun's
    sheet was made by: what has changed since is said.
    """
    from dreamgen.backbones.sources.hub import downloads_shown

    session, report = how.session, Report(how.as_json, target)
    axes = read_axes(sheet.vary, options=session.registry.options())
    firsts = [recipe_of(None, choices) for choices in choose_each(axes, MOST_TRIED)]
    if how.resume:
        there = _find_finished(target, sheet, firsts[0], session)
        if there is not None:
            if not how.quiet:
                print(f"{target.name} is there already", file=sys.stderr)
            if how.as_json:
                report.print(Destination(target.name), target.name, there, kept=True)
            return
        target = replace(target, force=target.force or has_work(target.name))
    target.check(firsts[0])
    plan = session.plan(firsts[0])
    check_axes(axes, plan)
    kind = choose_kind(plan, target, sheet, session)
    claimed = target.claim(kind or SheetPage(grid=Grid(())), plan.recipe, session.registry)
    with stop_when_terminated(), claimed as place, _work(target, how) as work:
        with downloads_shown(not how.quiet):
            job = _prepare_any(session, firsts)
        warn_of_changes(before or {}, job.made)
        axes = [look_up_values(axis, job) for axis in axes]
        check_count(axes)
        choices = list(product(axes))
        recipes = [recipe_of(number, each) for number, each in enumerate(choices)]
        for recipe in recipes:
            target.check(recipe)  # the sheet must not replace the input of any of its pictures
            _check_values(session, job, recipe)
        empty = make_grid_of(job, axes, sheet)
        if kind is not None:
            size = measure_grid(empty, len(choices), job.picture.size, sheet.columns)
            kind.check_result(place.path, size, _text(job, sheet))
        cells, proof = Cells(work, recipes, [describe(each) for each in choices]), how.proof()
        _make_cells(cells, how, sheet, proof, target)
        text, grid = _compose(job, sheet, choices, recipes, cells, empty)
        report.print(place, save([], place, choose_output(grid, kind, sheet), text), text)
        _finish(cells, target, how, proof)


def _find_finished(target: Target, sheet: Sheet, recipe: Recipe, session: Session) -> str | None:
    """Return the recipe in the sheet if it is there, whole; else None. BadInput if it is another."""
    if not target.is_file:
        raise BadInput("--resume: say with -o which sheet is to be gone on with")
    name = target.name
    if has_work(name) or not name.exists():
        return None
    text = check_finished(Task(0, recipe, name), session.registry)
    there = split_embedded(text, str(name))[1].get(KEY, {})
    if there.get("vary") != sheet.vary or there.get("columns") != sheet.columns:
        raise BadInput(f"{name} exists already, and is another sheet: --force replaces it")
    return text


@contextmanager
def _work(target: Target, how: How) -> Iterator[Path]:
    """Give the folder of finished pictures: beside the sheet, so that it can be gone on with."""
    if not target.is_file:
        with TemporaryDirectory(prefix="dreamgen-") as passing:
            yield Path(passing)
        return
    folder = folder_of(target.name)
    if not how.resume:
        Cells(folder, (), ()).clear()
    try:
        yield folder
    finally:
        with suppress(OSError):  # unless pictures are kept in it
            folder.rmdir()


def _prepare_any(session: Session, recipes: Sequence[Recipe]) -> Job:
    """Return the job of the first recipe that works; BadInput of the first one if none does."""
    problem: BadInput | None = None
    for number, recipe in enumerate(recipes):
        if recipe not in recipes[:number]:
            try:
                return session.prepare(session.plan(recipe))
            except BadInput as failure:
                problem = problem or failure
    assert problem is not None
    raise problem


def _check_values(session: Session, job: Job, recipe: Recipe) -> None:
    """Raise BadInput, before anything is made, for values that cannot be used: a layer, a name."""
    plan = session.plan(recipe)
    if job.loaded is not None and job.loaded.suits(plan.recipe):
        session.prepare(plan, like=job)


def _make_cells(cells: Cells, how: How, sheet: Sheet, proof: Proof, target: Target) -> None:
    """Make the pictures. Raise DreamError if there is not one, and Interrupted with what is kept."""
    try:
        cells.make(how, sheet.together or cells.count, proof)
    except KeyboardInterrupt:
        kept = f"{cells.count_made()} of {cells.count} pictures are kept"
        advice = f": {kept}; --resume makes the rest" if target.is_file else ""
        raise Interrupted(f"interrupted{advice}") from None
    if not cells.count_made():
        raise DreamError(cells.problems[0])


def _compose(
    job: Job,
    sheet: Sheet,
    choices: Sequence[Sequence[Choice]],
    recipes: Sequence[Recipe],
    cells: Cells,
    empty: Grid,
) -> tuple[str, Grid]:
    """Return what the sheet was made by, as it is embedded, and the grid with its pictures."""
    made = [read_cell(path, recipe) for path, recipe in zip(cells.paths, recipes, strict=True)]
    noted = note_cells(
        job.recipe, [(each, one[0]) for each, one in zip(choices, made, strict=True)]
    )
    threads = [{"threads": one[1]["threads"]} for one in made if "threads" in one[1]]
    job = replace(job, made={**job.made, **(threads[0] if threads else {})})
    text = _text(job, sheet.model_copy(update={"cells": noted}))
    images = [None if path is None else read_picture(path) for path in cells.paths]
    size = next(image.size for image in images if image is not None)
    shown = [
        make_cell(image or blank(size), each, sheet)
        for image, each in zip(images, choices, strict=True)
    ]
    return text, replace(empty, cells=shown)


def _text(job: Job, sheet: Sheet) -> str:
    return job.recipe.to_toml({**job.made, KEY: sheet.table()})


def _finish(cells: Cells, target: Target, how: How, proof: Proof) -> None:
    """Say what failed, and end with exit code 1 if anything did; remove what is no longer needed."""
    for problem in cells.problems:
        print(f"dreamgen: {make_printable(problem)}", file=sys.stderr)
    if cells.problems and target.is_file:
        print("dreamgen: --resume makes what failed again", file=sys.stderr)
    if not cells.problems:
        cells.clear()
    how.tell(proof)
    if cells.problems:
        raise typer.Exit(1)
