"""A dream as it is ordered, its recipe embedded: a still, a zoom or a film, shown as it grows."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from dreamgen import FolderStore, Frame, Recipe, Session, StopAscent, save_frames
from dreamgen_studio.bounds import check_pixels
from dreamgen_studio.files.finished import MASTER
from dreamgen_studio.files.small import encode_small
from dreamgen_studio.jobs.original import write_original
from dreamgen_studio.jobs.watch import Watch
from dreamgen_studio.jobs.wishes import Cancelled

Tell = Callable[[Mapping[str, Any]], None]
Job = Any
"""What a session prepares."""
_PLAIN = Recipe()


def make_dream(
    order: Mapping[str, Any], session: Session, tell: Tell, check: Callable[[], None]
) -> dict[str, Any]:
    """Write a recipe's result to ``out``; return what is known of it, its small picture too.

    ``work`` is the folder in which the dreams and small frames of a zoom or film are kept. ``last``
    is how many of its frames are wanted, None for all, and ``note`` what its recipe then says.
    ``original`` is where the film that it is dreamed from is to be written, None: nowhere.
    """
    recipe, out, work = _read_recipe(order), Path(order["out"]), Path(order["work"])
    moving = recipe.is_moving
    tell({"event": "preparing"})
    job = session.prepare(session.plan(recipe), even=moving)
    check_pixels(job.picture.size, order["most_pixels"])
    try:
        check()
    except StopAscent:
        raise Cancelled from None  # there is nothing yet that could be kept
    keyframes = 0 if recipe.zoom is None else job.dreams
    tell({"event": "began", "size": job.picture.size, "frames": job.frames, "keyframes": keyframes})
    watch = Watch(tell, check, work if moving else None)
    watch.show(job.picture.pixels)
    if moving:
        job, frame = _make_moving(job, out, session, watch, work, order)
    else:
        job, frame = _make_still(job, out, session, watch, work)
    _, height, width = frame.pixels.shape
    facts = {"width": width, "height": height, "frames": watch.finished, "toml": job.text()}
    if order.get("original"):
        own = Path(order["original"])
        facts["has_original"] = write_original(job, own, session, watch.finished, check)
    small = base64.b64encode(encode_small(frame.pixels)).decode()
    return {**facts, "jpeg": small, "note": job.made.get("stopped", "")}


def _read_recipe(order: Mapping[str, Any]) -> Recipe:
    return Recipe.from_toml(order["recipe"], order["origins"])


def _make_still(
    job: Job, out: Path, session: Session, watch: Watch, work: Path
) -> tuple[Job, Frame]:
    (frame,) = session.frames(job, watch)
    if not watch.is_whole:
        job = _note(job, watch.where)
    save_frames([watch.see(frame)], out, job, session, overwrite=True)
    if out.suffix != ".png" or job.recipe.output != _PLAIN.output:
        plain = replace(job, recipe=job.recipe.model_copy(update={"output": _PLAIN.output}))
        save_frames([frame], work / MASTER, plain, session, overwrite=True)
    return job, frame


def _make_moving(
    job: Job, out: Path, session: Session, watch: Watch, work: Path, order: Mapping[str, Any]
) -> tuple[Job, Frame]:
    """Write a zoom or film; one that is stopped is written again as far as it goes, and says so.

    Its dreams are in the store: nothing is dreamed twice.
    """
    store = FolderStore(work)
    seen: list[Frame] = []

    def see(frame: Frame) -> Frame:
        seen[:] = [watch.see(frame)]
        return frame

    if order.get("last"):
        job = _note(job, order["note"])
    frames = islice(session.frames(job, watch, store), order.get("last"))
    save_frames(map(see, frames), out, job, session, overwrite=True)
    count = watch.finished
    if not watch.is_whole:
        if not count:
            raise Cancelled
        job = _note(job, f"frame {count} of {job.frames}")
        frames = islice(session.frames(job, None, store), count)
        save_frames(frames, out, job, session, overwrite=True)
    return job, seen[0]


def _note(job: Job, where: str) -> Job:
    """Return a job whose result says where it was stopped."""
    return replace(job, made={**job.made, "stopped": where})
