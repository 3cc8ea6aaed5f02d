"""Walls: every channel of a layer as a small picture, made once and kept on the disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dreamgen import write_atomically
from dreamgen_studio.jobs.queue import Order
from dreamgen_studio.ordering import Ordering
from dreamgen_studio.request import NOISE, FieldProblem, NotFound, Refused, Request

AT_ONCE = 6
"""Channels that are made together; between two such parts other dreams go first."""
SMALL = {"size": "128", "octaves.count": "3"}
INFO = "wall.json"


@dataclass(frozen=True)
class Wall:
    """The atlas of a layer, as far as it is made.

    id:       names its pictures: ``Studio.wall_picture(id, channel)``.
    total:    how many channels there are; 0 before that is known.
    made:     the channels whose pictures are there.
    problem:  one sentence, if it cannot be made.
    """

    id: str
    layer: str
    total: int
    made: tuple[int, ...]
    problem: str = ""

    @property
    def done(self) -> int:
        """How many pictures are there."""
        return len(self.made)


class Walls:
    """Walls in a folder. Asking for one makes the next part of it, when nothing else is to be done."""

    def __init__(self, folder: Path, ordering: Ordering, put: Callable[[Order], str]):
        self._folder = folder
        self._ordering = ordering
        self._put = put
        self._at_work: set[str] = set()
        self._problems: dict[str, str] = {}

    def get(self, visitor: str, layer: str, backbone: str) -> Wall:
        """Return a wall as far as it is; what is missing is ordered. FieldProblem for a wrong layer."""
        wall = self._read(hashlib.sha256(f"{backbone}\n{layer}".encode()).hexdigest()[:20], layer)
        is_whole = wall.total and wall.done >= wall.total
        if not is_whole and not wall.problem and wall.id not in self._at_work:
            self._order_next(visitor, wall, backbone)
        return wall

    def picture(self, wall: str, channel: int) -> bytes | None:
        """Return the PNG of a channel; None before it is made."""
        if not wall.isalnum():
            raise NotFound(f"there is no wall {wall[:40]!r}")
        with suppress(OSError):
            return (self._folder / wall / f"{int(channel)}.png").read_bytes()
        return None

    def close(self, order: Order, event: Mapping[str, Any]) -> None:
        """Note how many channels there are, once a part is made."""
        wall = order.notes["wall"]
        facts = json.dumps({"total": event["total"]}).encode()
        write_atomically(self._folder / wall / INFO, facts)

    def strike(self, order: Order, problem: str) -> None:
        """Hear that a part is made, or why not."""
        wall = order.notes["wall"]
        self._at_work.discard(wall)
        if problem:
            self._problems[wall] = problem

    def _read(self, name: str, layer: str) -> Wall:
        place, total = self._folder / name, 0
        with suppress(OSError, ValueError):
            total = int(json.loads((place / INFO).read_bytes())["total"])
        made = sorted(int(path.stem) for path in place.glob("*.png") if path.stem.isdigit())
        return Wall(name, layer, total, tuple(made), self._problems.get(name, ""))

    def _order_next(self, visitor: str, wall: Wall, backbone: str) -> None:
        most = wall.total or AT_ONCE
        missing = [channel for channel in range(most) if channel not in wall.made][:AT_ONCE]
        requests = [_ask(backbone, wall.layer, channel) for channel in missing]
        orders = [self._ordering.order(visitor, "", each, "tiles") for each in requests]
        place = self._folder / wall.id
        place.mkdir(parents=True, exist_ok=True)
        message = {
            **orders[0].message,
            "recipes": [order.message["recipe"] for order in orders],
            "channels": missing,
            "layer": _read_address(wall.layer),
            "folder": str(place),
        }
        self._at_work.add(wall.id)
        order = replace(orders[0], kind="wall", lane="background", message=message)
        try:
            self._put(replace(order, notes={"wall": wall.id}))
        except Refused:  # the next asking tries again
            self._at_work.discard(wall.id)


def _ask(backbone: str, layer: str, channel: int) -> Request:
    address = layer if layer.isdecimal() else json.dumps(layer)
    objective = f"channel({address}, {channel})"
    if len(layer) > 100 or '"' in layer or "\\" in layer:
        raise FieldProblem(f"{layer[:40]!r} is no layer", "layer")
    settings = {"objective": objective, "backbone": backbone, **SMALL}
    return Request(source=NOISE, settings=settings)


def _read_address(layer: str) -> int | str:
    return int(layer) if layer.isdecimal() else layer
