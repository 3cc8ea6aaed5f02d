"""Run a planned render and write its result, such that nothing finished is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.atomic import follow_links
from dreamgen.cli.shared.interrupt import Interrupt, Interrupted, stop_when_terminated
from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.progress import show_progress
from dreamgen.cli.shared.report import Report
from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.base import Output
from dreamgen.recipe.call import Call
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.saving.destination import Destination
from dreamgen.render.saving.provenance import warn_of_changes
from dreamgen.render.saving.resume import made_before, open_store, temporary_store
from dreamgen.render.saving.save import check_result, find_output, save
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame
    from dreamgen.render.saving.resume import FolderStore

KeepFrame = Callable[["Frame", str], None]


def make(
    session: Session,
    plan: Plan,
    target: Target,
    quiet: bool,
    *,
    resume: bool = False,
    poster: Target | None = None,
    before: Mapping[str, Any] | None = None,
    as_json: bool = False,
) -> None:
    """Dream, write the result, and print its path; all that can be checked is checked first.

    ``resume`` goes on with an interrupted zoom; ``poster`` is where its first frame goes too.
    ``before`` is what a rerun's result was made by: what has changed since is said. ``as_json``
    prints all about the result in place of its path.
    """
    from dreamgen.backbones.sources.hub import downloads_shown
    from dreamgen.engine.threads import set_threads

    report = Report(as_json, target)
    output = find_output(plan.recipe, target.name, session.registry)
    unfinished = target.given if resume else None
    with (
        stop_when_terminated(),
        target.claim(output, plan.recipe, session.registry, unfinished) as place,
        _claim_poster(poster, target, plan, session, unfinished) as keep_poster,
    ):
        if resume:
            set_threads(made_before(place.path))
        with downloads_shown(not quiet):
            job = session.prepare(plan, even=output.even)
        warn_of_changes(before or {}, job.made)
        check_result(output, place.path, job)
        if not job.is_moving:
            with show_progress(job, quiet) as listener:
                path = save(session.frames(job, report.listen(listener)), place, output, job.text())
        elif job.is_endless:
            path = _write_endless(session, job, place, output, quiet, keep_poster, report)
        else:
            output = output if job.sound is None else output.with_sound(job.sound)
            path = _write_moving(session, job, place, output, quiet, resume, keep_poster, report)
        report.print(place, path, job.text())


def _write_moving(
    session: Session,
    job: Job,
    place: Destination,
    output: Output,
    quiet: bool,
    resume: bool,
    keep_poster: KeepFrame | None,
    report: Report,
) -> Path:
    """Write frame by frame; an interruption leaves a file that plays, and resumable work."""
    recipe = job.text()
    with (
        _store(place, job, resume) as store,
        Interrupt() as interrupt,
        show_progress(job, quiet) as listener,
    ):
        frames = session.frames(job, interrupt.wrap(report.listen(listener)), store)
        frames = interrupt.until(_with_poster(frames, keep_poster, recipe))
        work = None if place.stream else store.folder
        try:
            written = save(frames, place, output, recipe, work, lambda: not interrupt.cut_short)
        except DreamError as problem:
            if not interrupt.cut_short:
                is_kept = work is not None and work.is_dir()
                kept = "; what is finished is kept: --resume goes on from there" if is_kept else ""
                raise DreamError(f"{problem}{kept}") from problem
            written = None
        if interrupt.cut_short:
            raise Interrupted(_say_what_is_kept(interrupt, job, place, written))
    if work is not None:
        store.clear()
    return written or place.path


def _write_endless(
    session: Session,
    job: Job,
    place: Destination,
    output: Output,
    quiet: bool,
    keep_poster: KeepFrame | None,
    report: Report,
) -> Path:
    """Write a zoom until an interruption, which is its only end, or until its player is gone."""
    recipe = job.text()
    with Interrupt() as interrupt, show_progress(job, quiet) as listener:
        frames = session.frames(job, interrupt.wrap(report.listen(listener)))
        frames = interrupt.until(_with_poster(frames, keep_poster, recipe))
        try:
            return save(frames, place, output, recipe, grows=True)
        except DreamError:
            if interrupt.happened and not interrupt.frames:
                raise Interrupted("interrupted: no frame was finished") from None
            raise


def _store(place: Destination, job: Job, resume: bool) -> AbstractContextManager[FolderStore]:
    """Give the store of a zoom's dreams: beside its file, and for a stream elsewhere."""
    if place.stream is None:
        return nullcontext(open_store(place.path, job.progress_text(), resume))
    return temporary_store()


def _say_what_is_kept(
    interrupt: Interrupt, job: Job, place: Destination, written: Path | None
) -> str:
    done = f"{interrupt.frames} of {job.frames} frames"
    if place.stream is not None:
        return f"interrupted: {done} were written"
    plays = f"{written} plays {done}" if written else "no frame was finished"
    return f"interrupted: {plays}; the same command with --resume goes on"


@contextmanager
def _claim_poster(
    poster: Target | None, zoom: Target, plan: Plan, session: Session, unfinished: Path | None
) -> Iterator[KeepFrame | None]:
    if poster is None:
        yield None
        return
    if zoom.given is not None and follow_links(poster.name) == follow_links(zoom.given):
        raise BadInput(f"--poster {poster.name}: is the result's own name: choose another")
    still = plan.recipe.model_copy(update={"output": Call(""), "zoom": None, "film": None})
    output = find_output(still, poster.name, session.registry)
    with poster.claim(output, plan.recipe, session.registry, unfinished) as place:

        def keep(frame: Frame, recipe: str) -> None:
            save([frame], place, output, recipe)

        yield keep


def _with_poster(frames: Iterable[Frame], keep: KeepFrame | None, recipe: str) -> Iterator[Frame]:
    for frame in frames:
        if keep is not None and frame.index == 0:
            keep(frame, recipe)
        yield frame
