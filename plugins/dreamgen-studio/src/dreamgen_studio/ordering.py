"""From requests to orders, and from what was made to what is kept."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from dreamgen import Setup
from dreamgen_studio.describe import Describer
from dreamgen_studio.files.finished import MASTER, ORIGINAL, VIDEOS, Finished, FinishedDreams
from dreamgen_studio.jobs.queue import Lane, Order
from dreamgen_studio.request import Described, Request
from dreamgen_studio.settings import Settings


class Ordering:
    """Makes orders of requests, and finished dreams of what orders made."""

    def __init__(
        self,
        describer: Describer,
        finished: FinishedDreams,
        settings: Settings,
    ):
        self._describer = describer
        self._finished = finished
        self._settings = settings

    def order(
        self,
        visitor: str,
        turn: str,
        request: Request,
        do: str,
        kind: str = "",
        lane: Lane = "dreams",
        **message: Any,
    ) -> Order:
        """Return the order of a request, checked; ``message`` is what else the worker is told."""
        described = self._describer.describe(visitor, request)
        told = {**self._tell(described), "do": do, **message}
        job = secrets.token_urlsafe(15).replace("_", "-").strip("-")
        notes = {
            "request": request.model_dump(),
            "command": described.command,
            "name": described.name,
        }
        order = Order(job, visitor, turn or visitor, kind or request.kind, {}, lane, notes)
        return replace(order, message={**told, "id": job})

    def dream(self, visitor: str, turn: str, request: Request) -> Order:
        """Return the order of a still, a zoom or a film; of one that pages play, its original too."""
        order = self._to_place(self.order(visitor, turn, request, "dream"))
        out = PurePath(order.message["out"])
        if request.kind != "film" or out.suffix not in VIDEOS:
            return order
        return replace(order, message={**order.message, "original": str(out.with_stem(ORIGINAL))})

    def variants(
        self, visitor: str, turn: str, request: Request, key: str, values: Sequence[str]
    ) -> list[Order]:
        """Return an order for each value of a key, as seed or layer; all are checked."""
        settings = [{**request.settings, key: value} for value in values]
        requests = [request.model_copy(update={"settings": each}) for each in settings]
        return [self.dream(visitor, turn, each) for each in requests]

    def export(
        self,
        visitor: str,
        turn: str,
        finished: Finished,
        suffix: str,
        settings: Mapping[str, str],
    ) -> Order:
        """Return the order of another file of a finished dream, of a suffix and an output's settings.

        A still's pixels are written again. The dreams of a zoom or film are kept: its frames are
        drawn from them.
        """
        asked = Request(**finished.request)
        output = {f"output.{key}": value for key, value in settings.items()}
        kept = {k: v for k, v in asked.settings.items() if k.partition(".")[0] != "output"}
        request = asked.model_copy(update={"settings": {**kept, **output}, "suffix": suffix})
        place = self._finished.place(finished.id)
        if finished.kind == "still":
            master = place / MASTER
            own = self._finished.path(finished.id)
            facts = {
                "master": str(master if master.exists() else own),
                "size": [finished.width, finished.height],
            }
            order = self.order(visitor, turn, request, "convert", "export", "quick", **facts)
        else:
            order = self.order(visitor, turn, request, "dream", "export")
        last = finished.frames if finished.note else None
        told = {"note": finished.note, "last": last, "work": str(place)}
        order = self._to_place(order, told)
        return replace(order, notes={**order.notes, "export_of": finished.id})

    def keep(self, order: Order, event: Mapping[str, Any]) -> Finished:
        """Keep what an order made; return it."""
        export_of = order.notes.get("export_of", "")
        finished = Finished(
            id=order.id,
            visitor=order.visitor,
            name=order.notes["name"],
            kind=order.notes["request"]["kind"],
            width=event["width"],
            height=event["height"],
            toml=event["toml"],
            command=order.notes["command"],
            made_at=time.time(),
            seconds=event["seconds"],
            request=order.notes["request"],
            note=event.get("note", ""),
            frames=event.get("frames", 1),
            export_of=export_of,
            has_original=event.get("has_original", False),
        )
        small = event.get("jpeg")
        thumbnail = base64.b64decode(small) if small else self._finished.thumbnail(export_of)
        self._finished.keep(finished, thumbnail)
        return finished

    def _tell(self, described: Described) -> dict[str, Any]:
        """Return what the worker is told of a request: nothing that a page sent is a path in it."""
        permissions = self._describer.permissions(described)
        return {
            "recipe": described.toml,
            "origins": described.recipe.origins,
            "places": described.places,
            "permissions": Setup(permissions=permissions).to_message()["permissions"],
            "most_pixels": self._settings.most_pixels,
        }

    def _to_place(self, order: Order, told: Mapping[str, Any] | None = None) -> Order:
        """Return an order with the place where its result goes."""
        place = self._finished.place(order.id)
        out = str(place / f"dream{PurePath(order.notes['name']).suffix}")
        places = {"out": out, "work": str(place), **(told or {})}
        return replace(order, message={**order.message, **places})
