"""A dream as it is ordered: a still or a zoom, its recipe embedded, its frames shown as they come."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamgen import FolderStore, Frame, Recipe, Session, StopAscent, save_frames

from dreamgen_studio.bounds import check_pixels
from dreamgen_studio.files.small import encode_small
from dreamgen_studio.jobs.convert import MASTER
from dreamgen_studio.jobs.watch import Watch
from dreamgen_studio.jobs.wishes import Cancelled

Tell = Callable[[Mapping[str, Any]], None]
Job = Any
"""What a session prepares."""
_PLAIN = Recipe()


def make_dream(
    order: Mapping[str, Any], session: Session, tell: Tell, check: Callable[[], None]
) -> dict[str, Any]:
    """Write a recipe's result to ``out``; return what is known of it, its small picture too."""
    recipe, out = Recipe.from_toml(order["recipe"], order["origins"]), Path(order["out"])
    tell({"event": "preparing"})
    plan = session.plan(recipe)
    job = session.prepare(plan, even=recipe.zoom is not None)
    check_pixels(job.picture.size, order["most_pixels"])
    check()
    tell({"event": "began", "size": job.picture.size, "frames": job.frames, "dreams": job.dreams})
    work = Path(order["work"])
    watch = Watch(tell, check, work if recipe.zoom is not None else None)
    watch.show(job.picture.pixels)
    if recipe.zoom is None:
        job, last = _make_still(job, out, session, watch, work)
    else:
        job, last = _make_zoom(job, out, session, watch, work)
    small = base64.b64encode(encode_small(last.pixels)).decode()
    _, height, width = last.pixels.shape
    facts = {"width": width, "height": height, "toml": job.text(), "jpeg": small}
    return {**facts, "note": job.made.get("stopped", "")}


def _make_still(
    job: Job, out: Path, session: Session, watch: Watch, work: Path
) -> tuple[Job, Frame]:
    (frame,) = session.frames(job, watch)
    job = _note(job, watch)
    save_frames([watch.see(frame)], out, job, session, overwrite=True)
    if out.suffix != ".png" or job.recipe.output.params:
        plain = replace(job, recipe=job.recipe.model_copy(update={"output": _PLAIN.output}))
        save_frames([frame], work / MASTER, plain, session, overwrite=True)
    return job, frame


def _make_zoom(
    job: Job, out: Path, session: Session, watch: Watch, work: Path
) -> tuple[Job, Frame]:
    """Write a zoom; one that is stopped is written again as far as it goes, and says so inside.

    Its keyframes are in the store: nothing is dreamed twice.
    """
    store, last = FolderStore(work), []

    def keep_last(frame: Frame) -> Frame:
        last[:] = [frame]
        return frame

    frames = (keep_last(watch.see(frame)) for frame in session.frames(job, watch, store))
    save_frames(frames, out, job, session, overwrite=True)
    count = watch.finished
    if not count:
        raise Cancelled
    if count < job.frames:
        job = _note(job, watch, f"after frame {count} of {job.frames}")

        def end(event: Any) -> None:
            if getattr(event, "kind", "") == "frame" and event.number == count:
                raise StopAscent

        save_frames(session.frames(job, end, store), out, job, session, overwrite=True)
    return job, last[0]


def _note(job: Job, watch: Watch, where: str = "") -> Job:
    """Return a job whose result says where it was stopped, if it was."""
    if watch.is_whole:
        return job
    return replace(job, made={**job.made, "stopped": where or watch.where})
