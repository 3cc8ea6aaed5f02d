"""Dream every picture of a sweep or an atlas and write the sheet."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dreamgen.cli.variants import Variant
from dreamgen.errors import BadInput
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
from dreamgen.outputs.stills.sheet import Cell, FinishedPicture, choose_columns, draw_sheet
from dreamgen.outputs.stills.still import Still
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.render.job import Job, apply_effects, prepare, prepare_like, run
from dreamgen.render.plan import Plan, plan
from dreamgen.render.saving import check_writable, find_output, save

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.outputs.base import Output


@dataclass(frozen=True)
class Wanted:
    """What a sheet is to show: its variants, its heading, and the source beside them or not."""

    variants: Callable[[Job], list[Variant]]
    heading: str
    columns: int | None = None
    with_source: bool = True
    quiet: bool = False


def make_sheet(planned: Plan, path: Path, registry: Registry, wanted: Wanted) -> None:
    """Dream every variant and write all to ``path``, and print it; each says what makes it."""
    check_writable(path)
    kind = _kind(planned.recipe, path, registry, wanted)
    job = prepare(planned, registry)
    variants = wanted.variants(job)
    cells = [_cell(_source(job), "the original", "")] if wanted.with_source else []
    # All before the first is run, so that what one of them cannot do is said at once.
    jobs = [_job(job, variant, registry) for variant in variants]
    for number, (variant, one) in enumerate(zip(variants, jobs, strict=True), 1):
        if not wanted.quiet:
            print(f"{number}/{len(variants)}  {variant.caption}", file=sys.stderr, flush=True)
        (frame,) = run(one)
        cells.append(_cell(frame.flatten(), variant.caption, variant.flag))
    save([], path, _output(cells, kind, job, wanted), job.text())
    typer.echo(path)


def _job(job: Job, variant: Variant, registry: Registry) -> Job:
    # The mask is in the picture already.
    recipe = variant.recipe.model_copy(update={"mask": None})
    return prepare_like(job, plan(recipe, registry), registry)


def _kind(recipe: Recipe, path: Path, registry: Registry, wanted: Wanted) -> Still | None:
    """Return the still picture that a path names, or None for a page."""
    if path.suffix.lower() in SheetPage.suffixes:
        if wanted.columns is not None or recipe.output:
            raise BadInput(f"{path}: a page arranges itself, so --columns and output do nothing")
        return None
    kind = find_output(recipe, path, registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{path}: a sheet is written as {', '.join(BY_SUFFIX)}, .html")
    return kind


def _output(cells: list[Cell], kind: Still | None, job: Job, wanted: Wanted) -> Output:
    if kind is None:
        return SheetPage(cells=cells, heading=wanted.heading)
    width, height = job.picture.size
    across = wanted.columns or choose_columns(len(cells), width / height)
    return FinishedPicture(
        image=draw_sheet(cells, min(across, len(cells)), wanted.heading), kind=kind
    )


def _source(job: Job) -> Tensor:
    """Return the picture that is dreamed from, with nothing but close-ups done to it."""
    from dataclasses import replace

    from dreamgen.effects.closeup import Closeup
    from dreamgen.imaging.picture import Frame

    frame = Frame(job.picture.pixels, job.picture.alpha)
    only = [effect for effect in job.effects if isinstance(effect, Closeup)]
    return apply_effects(frame, replace(job, effects=only)).flatten()


def _cell(pixels: Tensor, caption: str, flag: str) -> Cell:
    from dreamgen.imaging.dither import to_rgb

    return Cell(to_rgb(pixels), caption, flag)
