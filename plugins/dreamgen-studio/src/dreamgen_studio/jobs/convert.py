"""A finished still as another kind of file: its pixels as they are, and its recipe with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamgen import Frame, MovedFiles, Permissions, Picture, Recipe, Session, Size, save_frames
from dreamgen_studio.files.finished import MASTER


def convert_still(
    order: Mapping[str, Any],
    session: Session,
    tell: Callable[[Mapping[str, Any]], None],
    check: Callable[[], None],
) -> dict[str, Any]:
    """Write the still in ``master`` as ``out`` says, with the recipe that it was made by."""
    recipe = Recipe.from_toml(order["recipe"], order["origins"])
    tell({"event": "preparing"})
    job = session.prepare(session.plan(recipe))
    if order["note"]:
        job = replace(job, made={**job.made, "stopped": order["note"]})
    check()
    width, height = order["size"]
    picture = _read(Path(order["master"]), Size(width, height), session)
    frame = Frame(picture.pixels, picture.alpha, job.picture.pixels)
    save_frames([frame], Path(order["out"]), job, session, overwrite=True)
    return {"width": width, "height": height, "toml": job.text(), "note": order["note"]}


def _read(master: Path, size: Size, session: Session) -> Picture:
    own = Session(session.registry, Permissions(), files=MovedFiles({MASTER: master}))
    return own.read_picture(Recipe(input=MASTER, size=size, protect="none"))
