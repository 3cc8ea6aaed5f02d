"""Dream every picture of a sweep or an atlas, in batches, and write the sheet."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dreamgen.cli.shared.variants import Variant
from dreamgen.errors import BadInput
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
from dreamgen.outputs.stills.sheet import Cell, FinishedPicture, choose_columns, draw_sheet
from dreamgen.outputs.stills.still import Still
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Call
from dreamgen.recipe.schema import Recipe
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.saving import check_writable, find_output, save
from dreamgen.render.session import Session
from dreamgen.render.still import apply_effects

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.outputs.base import Output


@dataclass(frozen=True)
class SheetRequest:
    """What a sheet is to show: its variants, its heading, and the source beside them or not."""

    variants: Callable[[Job], list[Variant]]
    heading: str
    columns: int | None = None
    with_source: bool = True
    quiet: bool = False


def make_sheet(session: Session, plan: Plan, path: Path, request: SheetRequest) -> None:
    """Dream every variant and write all to ``path``, and print it; each says what makes it."""
    check_writable(path)
    kind = _kind(plan.recipe, path, session.registry, request)
    job = session.prepare(plan)
    variants = request.variants(job)
    # All before the first is run, so that what one of them cannot do is said at once.
    jobs = session.prepare_variants(job, [variant.recipe for variant in variants])
    cells = [_cell(_source(job), "the original", "")] if request.with_source else []
    frames = session.stills(jobs)
    for number, (variant, frame) in enumerate(zip(variants, frames, strict=True), 1):
        if not request.quiet:
            print(f"{number}/{len(variants)}  {variant.caption}", file=sys.stderr, flush=True)
        cells.append(_cell(frame.flatten(), variant.caption, variant.flag))
    save([], path, _output(cells, kind, job, request), job.text())
    typer.echo(path)


def _kind(recipe: Recipe, path: Path, registry: Registry, request: SheetRequest) -> Still | None:
    """Return the still picture that a path names, or None for a page."""
    if path.suffix.lower() in SheetPage.suffixes:
        if request.columns is not None or recipe.output != Call(""):
            raise BadInput(f"{path}: a page arranges itself, so --columns and output do nothing")
        return None
    kind = find_output(recipe, path, registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{path}: a sheet is written as {', '.join(BY_SUFFIX)}, .html")
    return kind


def _output(cells: list[Cell], kind: Still | None, job: Job, request: SheetRequest) -> Output:
    if kind is None:
        return SheetPage(cells=cells, heading=request.heading)
    width, height = job.picture.size
    across = request.columns or choose_columns(len(cells), width / height)
    image = draw_sheet(cells, min(across, len(cells)), request.heading)
    return FinishedPicture(image=image, kind=kind)


def _source(job: Job) -> Tensor:
    """Return the picture that is dreamed from, after those effects that show more of any picture."""
    from dreamgen.imaging.picture import Frame

    frame = Frame(job.picture.pixels, job.picture.alpha)
    only = [effect for effect in job.effects if effect.suits_sources]
    return apply_effects(frame, replace(job, effects=only)).flatten()


def _cell(pixels: Tensor, caption: str, flag: str) -> Cell:
    from dreamgen.imaging.dither import to_rgb

    return Cell(to_rgb(pixels), caption, flag)
