"""Dream every picture of a sweep or an atlas, in batches, and write the sheet."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgen.cli.shared.interrupt import stop_when_terminated
from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.report import Report
from dreamgen.cli.shared.variants import (
    MOST_CELLS,
    Variant,
    channel_variants,
    concept_variants,
    layer_variants,
)
from dreamgen.errors import BadInput
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX
from dreamgen.outputs.stills.sheet import Cell, FinishedPicture, Layout, choose_columns, draw_sheet
from dreamgen.outputs.stills.still import Still
from dreamgen.recipe.expressions import Call
from dreamgen.recipe.sheet import KEY, Sheet
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.provenance import warn_of_changes
from dreamgen.render.saving import find_output, save
from dreamgen.render.session import Session
from dreamgen.render.still import apply_effects

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.outputs.base import Output


def make_sheet(
    session: Session,
    plan: Plan,
    target: Target,
    sheet: Sheet,
    quiet: bool,
    before: Mapping[str, Any] | None = None,
    as_json: bool = False,
) -> None:
    """Dream every variant, write all onto one sheet, and print its path; each says what makes it.

    ``before`` is what a rerun's sheet was made by: what has changed since is said. ``as_json``
    prints all about the sheet in place of its path.
    """
    from dreamgen.backbones.sources.hub import downloads_shown

    report = Report(as_json, target)
    kind = _kind(plan, target, sheet, session)
    claimed = target.claim(kind or SheetPage(cells=()), plan.recipe, session.registry)
    with stop_when_terminated(), claimed as place:
        with downloads_shown(not quiet):
            job = session.prepare(plan)
        warn_of_changes(before or {}, job.made)
        variants = _find_variants(job, sheet)
        # All before the first is run, so that what one of them cannot do is said at once.
        jobs = session.prepare_variants(job, [variant.recipe for variant in variants])
        text = job.recipe.to_toml({**job.made, KEY: sheet.table()})
        if kind is not None:
            kind.check_result(place.path, _measure(job, len(variants), sheet), text)
        cells = _dream(session, job, jobs, variants, sheet, quiet)
        report.print(place, save([], place, _output(cells, kind, job, sheet), text), text)


def _find_variants(job: Job, sheet: Sheet) -> list[Variant]:
    if sheet.concepts is not None:
        variants = concept_variants(job, sheet.concepts)
    elif sheet.channels is not None:
        layer = job.layer if sheet.channels.startswith(":") else ""
        variants = channel_variants(job, f"{layer}{sheet.channels}")
    else:
        variants = layer_variants(job.recipe, sheet.layers, job.network)
    if len(variants) > MOST_CELLS:
        raise BadInput(f"a sheet holds {MOST_CELLS} pictures at most, and this asks for more")
    return variants


def _dream(
    session: Session,
    job: Job,
    jobs: Sequence[Job],
    variants: Sequence[Variant],
    sheet: Sheet,
    quiet: bool,
) -> list[Cell]:
    cells = [_cell(_source(job), "the original", "")] if sheet.with_source else []
    for number, (variant, frame) in enumerate(zip(variants, session.stills(jobs), strict=True), 1):
        if not quiet:
            print(f"{number}/{len(variants)}  {variant.caption}", file=sys.stderr, flush=True)
        cells.append(_cell(frame.flatten(), variant.caption, variant.flag))
    return cells


def _kind(plan: Plan, target: Target, sheet: Sheet, session: Session) -> Still | None:
    """Return the still picture that a name asks for, or None for a page."""
    path, recipe = target.name, plan.recipe
    if path.suffix.lower() in SheetPage.suffixes:
        if sheet.columns is not None or recipe.output != Call(""):
            raise BadInput(f"{path}: a page arranges itself, so --columns and output do nothing")
        return None
    kind = find_output(recipe, path, session.registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{path}: a sheet is written as {', '.join(BY_SUFFIX)}, .html")
    return kind


def _columns(job: Job, count: int, sheet: Sheet) -> int:
    width, height = job.picture.size
    return min(sheet.columns or choose_columns(count, width / height), count)


def _measure(job: Job, variants: int, sheet: Sheet) -> tuple[int, int]:
    count = variants + sheet.with_source
    columns = _columns(job, count, sheet)
    return Layout(job.picture.size, columns, True, bool(sheet.heading)).measure(count)


def _output(cells: list[Cell], kind: Still | None, job: Job, sheet: Sheet) -> Output:
    if kind is None:
        return SheetPage(cells=cells, heading=sheet.heading)
    image = draw_sheet(cells, _columns(job, len(cells), sheet), sheet.heading)
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
