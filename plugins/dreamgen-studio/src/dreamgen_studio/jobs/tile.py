"""Some channels of a layer as small pictures: a part of its wall."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dreamgen import Recipe, Session, save_frames


def make_tiles(
    order: Mapping[str, Any],
    session: Session,
    tell: Callable[[Mapping[str, Any]], None],
    check: Callable[[], None],
) -> dict[str, Any]:
    """Write a PNG for each channel into ``folder``; return how many channels the layer has.

    ``recipes`` has a recipe for each of ``channels``; those beyond the layer's last are left out.
    """
    recipes = [Recipe.from_toml(text, order["origins"]) for text in order["recipes"]]
    first = session.prepare(session.plan(recipes[0]))
    total = first.network.channels(first.network.find(order["layer"]))
    wanted = [channel for channel in order["channels"] if channel < total]
    rest = [session.prepare(session.plan(each), like=first) for each in recipes[1 : len(wanted)]]
    jobs = [first, *rest][: len(wanted)]
    frames = session.stills(jobs, lambda step: check())
    for channel, job, frame in zip(wanted, jobs, frames, strict=True):
        save_frames([frame], Path(order["folder"]) / f"{channel}.png", job, session, overwrite=True)
        tell({"event": "tile", "channel": channel})
    return {"total": total}
