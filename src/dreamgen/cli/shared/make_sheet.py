"""Dream every picture of a grid, in batches, and write the sheet or the page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Any

from dreamgen.cli.shared.cell_recipes import CellRecipe, note_cells
from dreamgen.cli.shared.interrupt import stop_when_terminated
from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.report import Report
from dreamgen.cli.shared.write_command import write_flags
from dreamgen.errors import BadInput
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
from dreamgen.outputs.stills.grid import Cell, Grid, Heading
from dreamgen.outputs.stills.sheet import FinishedPicture, draw_grid, measure_grid
from dreamgen.outputs.stills.still import Still
from dreamgen.recipe.expressions import Call
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.sheet import KEY, Sheet
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.provenance import warn_of_changes
from dreamgen.render.saving import find_output, save
from dreamgen.render.session import Session
from dreamgen.render.still import apply_effects
from dreamgen.render.variants import dream_variants
from dreamgen.tasks.lookup import look_up
from dreamgen.tasks.vary import Axis, Choice, choose_first, product, read_axes

if TYPE_CHECKING:
    from PIL import Image
    from torch import Tensor

    from dreamgen.outputs.base import Output

MOST_CELLS = 4096
"""Pictures of a sheet: no layer that anyone would look through is wider."""


def make_sheet(
    session: Session,
    target: Target,
    sheet: Sheet,
    recipe_of: CellRecipe,
    quiet: bool,
    before: Mapping[str, Any] | None = None,
    as_json: bool = False,
) -> None:
    """Dream every picture of a grid, write all onto one sheet, and print its path.

    Each picture says what makes it. ``before`` is what a rerun's sheet was made by: what has
    changed since is said. ``as_json`` prints all about the sheet in place of its path.
    """
    from dreamgen.backbones.sources.hub import downloads_shown

    report = Report(as_json, target)
    axes = read_axes(sheet.vary, options=session.registry.options())
    base = recipe_of(None, choose_first(axes))
    target.check(base)
    plan = session.plan(base)
    _check_layer_is_used(axes, plan)
    kind = _kind(plan, target, sheet, session)
    claimed = target.claim(kind or SheetPage(grid=Grid(())), plan.recipe, session.registry)
    with stop_when_terminated(), claimed as place:
        with downloads_shown(not quiet):
            job = session.prepare(plan)
        warn_of_changes(before or {}, job.made)
        axes = [look_up(axis, job) for axis in axes]
        _check_count(axes)
        cells = list(product(axes))
        recipes = [recipe_of(number, choices) for number, choices in enumerate(cells)]
        plans = [_plan(session, target, recipe) for recipe in recipes]
        empty = _grid(job, axes, [], sheet)
        if kind is not None:
            size = measure_grid(empty, len(cells), job.picture.size, sheet.columns)
            kind.check_result(place.path, size, _text(job, sheet))
        made, images = zip(*_dream(session, job, plans, cells, quiet), strict=True)
        noted = note_cells(job.recipe, list(zip(cells, made, strict=True)))
        text = _text(job, sheet.model_copy(update={"cells": noted}))
        pairs = zip(images, cells, strict=True)
        grid = replace(empty, cells=[_cell(image, choices, sheet) for image, choices in pairs])
        report.print(place, save([], place, _output(grid, kind, sheet), text), text)


def _check_layer_is_used(axes: Sequence[Axis], plan: Plan) -> None:
    varied = {axis.key for axis in axes}
    if "layer" in varied and not {"objective", "preset"} & varied and not plan.uses_layer:
        raise BadInput("layer: the objective names its own layers, so to vary it would do nothing")


def _check_count(axes: Sequence[Axis]) -> None:
    if prod(map(len, axes)) > MOST_CELLS:
        raise BadInput(
            f"a sheet holds {MOST_CELLS} pictures at most, and this asks for "
            f"{prod(map(len, axes)):,}: a folder's name after -o makes files of them"
        )


def _plan(session: Session, target: Target, recipe: Recipe) -> Plan:
    target.check(recipe)  # the sheet must not replace the input of any of its pictures
    return session.plan(recipe)


def _text(job: Job, sheet: Sheet) -> str:
    return job.recipe.to_toml({**job.made, KEY: sheet.table()})


def _dream(
    session: Session,
    job: Job,
    plans: Sequence[Plan],
    cells: Sequence[Sequence[Choice]],
    quiet: bool,
) -> Iterator[tuple[Recipe, Image.Image]]:
    """Yield the complete recipe of each picture, and the picture."""
    dreams = dream_variants(session, job, plans)
    for number, (choices, (made, frame)) in enumerate(zip(cells, dreams, strict=True), 1):
        if not quiet:
            caption = _caption(choices)
            print(f"{number}/{len(plans)}  {caption}", file=sys.stderr, flush=True)
        yield made.recipe, _image(frame.flatten())


def _kind(plan: Plan, target: Target, sheet: Sheet, session: Session) -> Still | None:
    """Return the still picture that a name asks for, or None for a page."""
    path, recipe = target.name, plan.recipe
    is_page = path.suffix.lower() in SheetPage.suffixes
    if sheet.columns is not None and (is_page or len(sheet.vary) > 1):
        what = "a page" if is_page else "a table"
        raise BadInput(f"{path}: {what} arranges itself, so --columns does nothing")
    if is_page and recipe.output != Call(""):
        raise BadInput(f"{path}: a page arranges itself, so output does nothing")
    if is_page:
        return None
    kind = find_output(recipe, path, session.registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{path}: a sheet is written as {', '.join(BY_SUFFIX)}, .html")
    return kind


def _grid(job: Job, axes: Sequence[Axis], cells: Sequence[Cell], sheet: Sheet) -> Grid:
    headings = [[_heading(choice) for choice in axis] for axis in axes]
    source = Cell(_image(_source(job)), "the original") if sheet.with_source else None
    return Grid(cells, headings, sheet.heading, source)


def _heading(choice: Choice) -> Heading:
    return Heading(choice.caption, write_flags({choice.key: choice.value}))


def _caption(choices: Sequence[Choice]) -> str:
    return " · ".join(choice.caption for choice in choices)


def _cell(image: Image.Image, choices: Sequence[Choice], sheet: Sheet) -> Cell:
    flags = write_flags({choice.key: choice.value for choice in choices})
    return Cell(image, _caption(choices), flags, f"{sheet.heading} {flags}")


def _output(grid: Grid, kind: Still | None, sheet: Sheet) -> Output:
    if kind is None:
        return SheetPage(grid=grid)
    return FinishedPicture(image=draw_grid(grid, sheet.columns), kind=kind)


def _source(job: Job) -> Tensor:
    """Return the picture that is dreamed from, after those effects that show more of any picture."""
    from dreamgen.imaging.picture import Frame

    frame = Frame(job.picture.pixels, job.picture.alpha)
    only = [effect for effect in job.effects if effect.suits_sources]
    return apply_effects(frame, replace(job, effects=only)).flatten()


def _image(pixels: Tensor) -> Image.Image:
    from dreamgen.imaging.dither import to_rgb

    return to_rgb(pixels)
