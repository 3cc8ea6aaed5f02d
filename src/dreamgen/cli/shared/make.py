"""Run a planned render and write its result, such that nothing finished is ever lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dreamgen.cli.shared.interrupt import Interrupt, Interrupted
from dreamgen.cli.shared.progress import show_progress
from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.base import Output
from dreamgen.recipe.expressions import Call
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.resume import made_before, open_store
from dreamgen.render.saving import check_writable, find_output, save
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

KeepFrame = Callable[["Frame", str], None]


def make(
    session: Session,
    plan: Plan,
    path: Path,
    quiet: bool,
    resume: bool = False,
    poster: Path | None = None,
) -> Mapping[str, Any]:
    """Dream, write ``path``, and print it; everything that can be checked is checked first.

    Return what the result was made by: versions, weights, the input's hash.
    """
    from dreamgen.engine.threads import set_threads

    output = find_output(plan.recipe, path, session.registry)
    _check_place(path, output.in_place)
    keep_poster = _poster(poster, plan, session)
    if resume:
        set_threads(made_before(path))
    job = session.prepare(plan, even=output.even)
    if job.journey is None:
        with show_progress(job, quiet) as listener:
            save(session.frames(job, listener), path, output, job.text())
    else:
        _write_zoom(session, job, path, output, quiet, resume, keep_poster)
    typer.echo(path)
    return job.made


def _write_zoom(
    session: Session,
    job: Job,
    path: Path,
    output: Output,
    quiet: bool,
    resume: bool,
    keep_poster: KeepFrame | None,
) -> None:
    """Write a zoom frame by frame; an interruption leaves a file that plays, and resumable work."""
    recipe = job.text()
    store = open_store(path, job.progress_text(), resume)
    with Interrupt() as interrupt, show_progress(job, quiet) as listener:
        frames = session.frames(job, interrupt.wrap(listener), store)
        frames = interrupt.until(_with_poster(frames, keep_poster, recipe))
        try:
            written = save(
                frames, path, output, recipe, store.folder, lambda: not interrupt.happened
            )
        except DreamError as problem:
            if not interrupt.happened:
                is_kept = store.folder.is_dir()
                kept = "; what is finished is kept: --resume goes on from there" if is_kept else ""
                raise DreamError(f"{problem}{kept}") from problem
            written = None
    if interrupt.happened:
        done = f"{interrupt.frames} of {job.frames} frames"
        plays = f"{written} plays {done}" if written else "no frame was finished"
        raise Interrupted(f"interrupted: {plays}; the same command with --resume goes on")
    shutil.rmtree(store.folder, ignore_errors=True)


def _check_place(path: Path, is_folder: bool) -> None:
    """Raise BadInput if a file, or the files of a folder, could not be put there."""
    if not is_folder:
        check_writable(path)
    elif path.exists() and not path.is_dir():
        raise BadInput(f"{path} is a file; frames need a folder, or a suffix such as .gif or .mp4")
    else:
        check_writable(path / "frame" if path.is_dir() else path)


def _poster(path: Path | None, plan: Plan, session: Session) -> KeepFrame | None:
    if path is None:
        return None
    check_writable(path)
    still = plan.recipe.model_copy(update={"output": Call(""), "zoom": None})
    output = find_output(still, path, session.registry)

    def keep(frame: Frame, recipe: str) -> None:
        save([frame], path, output, recipe)

    return keep


def _with_poster(frames: Iterable[Frame], keep: KeepFrame | None, recipe: str) -> Iterator[Frame]:
    for frame in frames:
        if keep is not None and frame.index == 0:
            keep(frame, recipe)
        yield frame
