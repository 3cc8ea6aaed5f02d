"""Dream every picture of a sweep and write the sheet."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dreamgen.cli.sweep_cells import Station, channel_stations, layer_stations
from dreamgen.errors import BadInput
from dreamgen.outputs.sheet import Cell, Whole, columns_for, sheet
from dreamgen.outputs.still import Still
from dreamgen.outputs.stills import BY_SUFFIX
from dreamgen.pipeline import Job, finished, prepare, run
from dreamgen.plan import plan
from dreamgen.recipe import Recipe
from dreamgen.registry import Registry
from dreamgen.saving import check_writable, find_output, save

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Wanted:
    """What a sheet is to show: layers, or else channels; the heading; no progress if quiet."""

    layers: str | None
    channels: str | None
    columns: int | None
    heading: str
    quiet: bool


def make_sheet(recipe: Recipe, path: Path, registry: Registry, wanted: Wanted) -> None:
    """Write the picture and its dreams to ``path``, and print it; each cell says what makes it."""
    check_writable(path)
    kind = find_output(recipe, path, registry)
    if not isinstance(kind, Still):
        raise BadInput(f"{path}: a sheet is written as {', '.join(BY_SUFFIX)}")
    planned = plan(recipe, registry)
    if wanted.channels is None and not planned.uses_layer:
        raise BadInput("--layers: the objective names its own layers, so this would do nothing")
    job = prepare(planned, registry)
    stations = _stations(job, wanted.layers, wanted.channels)
    cells = [_cell(_source(job), "the original", "")]
    for number, station in enumerate(stations, 1):
        if not wanted.quiet:
            print(f"{number}/{len(stations)}  {station.caption}", file=sys.stderr, flush=True)
        # The mask is in the picture already.
        one = station.recipe.model_copy(update={"mask": None})
        (frame,) = run(prepare(plan(one, registry), registry, job.picture))
        cells.append(_cell(frame.on_paper(), station.caption, station.flag))
    width, height = job.picture.size
    across = wanted.columns or columns_for(len(cells), width / height)
    image = sheet(cells, min(across, len(cells)), wanted.heading)
    save([], path, Whole(image=image, kind=kind), job.text())
    typer.echo(path)


def _stations(job: Job, layers: str | None, channels: str | None) -> list[Station]:
    if channels is None:
        return layer_stations(job.recipe, layers, job.network)
    return channel_stations(
        job.recipe, channels, job.network, lambda layer, count: _strongest(job, layer, count)
    )


def _strongest(job: Job, layer: str, count: int) -> list[int]:
    """Return the channels that answer to the picture most, in units of their usual deviation."""
    import torch

    with torch.no_grad():
        shown = job.picture.pixels[None].to(job.network.device)
        (seen,) = job.network.activations(shown, [layer])
    mean, deviation = job.network.statistics(layer)
    answer = (seen.mean((0, 2, 3)) - mean) / (deviation + 0.05 * deviation.mean())
    return answer.topk(min(count, len(answer))).indices.tolist()


def _source(job: Job) -> Tensor:
    """Return the picture that is dreamed from, with nothing but close-ups done to it."""
    from dataclasses import replace

    from dreamgen.finishes.closeup import Closeup
    from dreamgen.picture import Frame

    frame = Frame(job.picture.pixels, job.picture.alpha)
    only = [finish for finish in job.finishes if isinstance(finish, Closeup)]
    return finished(frame, replace(job, finishes=only)).on_paper()


def _cell(pixels: Tensor, caption: str, flag: str) -> Cell:
    from dreamgen.outputs.dither import opaque

    return Cell(opaque(pixels), caption, flag)
