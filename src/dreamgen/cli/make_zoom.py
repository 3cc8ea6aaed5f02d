"""Run a planned zoom and write it, frame by frame, such that nothing finished is ever lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dreamgen.cli.interrupt import Interrupt, Interrupted
from dreamgen.cli.zoom_progress import zoom_progress
from dreamgen.errors import BadInput, DreamError
from dreamgen.plugins.registry import Registry
from dreamgen.render.resume import made_before, open_store
from dreamgen.render.saving import check_writable, find_output, save
from dreamgen.render.zoom import ZoomPlan, prepare_zoom, zoom_frames

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

Keep = Callable[["Frame", str], None]


def make_zoom(
    plan: ZoomPlan,
    path: Path,
    registry: Registry,
    quiet: bool,
    resume: bool = False,
    poster: Path | None = None,
) -> Mapping[str, Any]:
    """Dream, write ``path``, and print it; everything that can be checked is checked first.

    Return what the zoom was made by: versions, weights, the input's hash.
    """
    from dreamgen.engine.threads import compute_as

    output = find_output(plan.recipe, path, registry, moving=True)
    _check_place(path, output.in_place)
    keep_poster = _poster(poster, plan, registry)
    if resume:
        compute_as(made_before(path))
    job = prepare_zoom(plan, registry, even=output.even)
    recipe = job.text()
    store = open_store(path, recipe, resume)
    with Interrupt() as interrupt, zoom_progress(quiet, job.dreams) as listener:
        frames = zoom_frames(job, store, interrupt.heard_by(listener))
        frames = interrupt.until(_posted(frames, keep_poster, recipe))
        try:
            written = save(
                frames, path, output, recipe, store.folder, lambda: not interrupt.happened
            )
        except DreamError as problem:
            if not interrupt.happened:
                is_kept = store.folder.is_dir()
                kept = "; what is finished is kept: --resume goes on from there" if is_kept else ""
                raise DreamError(f"{problem}{kept}") from None
            written = None
    if interrupt.happened:
        done = f"{interrupt.frames} of {job.count} frames"
        plays = f"{written} plays {done}" if written else "no frame was finished"
        raise Interrupted(f"interrupted: {plays}; the same command with --resume goes on")
    shutil.rmtree(store.folder, ignore_errors=True)
    typer.echo(path)
    return job.job.made


def _check_place(path: Path, is_folder: bool) -> None:
    """Raise BadInput if a file, or the files of a folder, could not be put there."""
    if not is_folder:
        check_writable(path)
    elif path.exists() and not path.is_dir():
        raise BadInput(f"{path} is a file; frames need a folder, or a suffix such as .gif or .mp4")
    else:
        check_writable(path / "frame" if path.is_dir() else path)


def _poster(path: Path | None, plan: ZoomPlan, registry: Registry) -> Keep | None:
    if path is None:
        return None
    check_writable(path)
    output = find_output(plan.recipe.model_copy(update={"output": {}}), path, registry)
    return lambda frame, recipe: save([frame], path, output, recipe)


def _posted(frames: Iterable[Frame], keep: Keep | None, recipe: str) -> Iterator[Frame]:
    for frame in frames:
        if keep is not None and frame.index == 0:
            keep(frame, recipe)
        yield frame
