"""What fires at a place of a picture: strongest channels of each layer, and concepts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dreamgen_studio.jobs.queue import Order
from dreamgen_studio.ordering import Ordering
from dreamgen_studio.request import NOISE, FieldProblem, Request

SIZE = "640"
"""Longest side, in pixels, of what is looked at."""


@dataclass(frozen=True)
class Channel:
    """A channel that fires: ``strength`` is in its own standard deviations above its mean."""

    layer: str
    number: int
    channel: int
    strength: float

    @property
    def objective(self) -> str:
        """The objective that dreams it."""
        return f"channel({self.number or self.layer}, {self.channel})"


@dataclass(frozen=True)
class Concept:
    """A class that is seen: ``strength`` is its probability there, 0 to 1."""

    name: str
    strength: float

    @property
    def objective(self) -> str:
        """The objective that dreams it."""
        return f"concept({json.dumps(self.name)})"


@dataclass(frozen=True)
class Look:
    """What fires at one place of a picture: the strongest first. Layers are in order of depth."""

    channels: tuple[Channel, ...]
    concepts: tuple[Concept, ...]


def order_look(
    ordering: Ordering,
    visitor: str,
    source: str,
    place: tuple[float, float],
    backbone: str,
    layer: str | None,
    at: float,
) -> Order:
    """Return the order of a look; FieldProblem for what cannot be looked at."""
    if not all(0 <= share <= 1 for share in place):
        raise FieldProblem("a place is two shares of width and height, 0 to 1")
    request = Request(source=source, settings={"backbone": backbone, "size": SIZE}, at=at)
    address = int(layer) if layer is not None and layer.isdecimal() else layer
    x, y = place
    return ordering.order(visitor, "", request, "look", "look", "quick", x=x, y=y, layer=address)


def order_layers(ordering: Ordering, visitor: str, backbone: str) -> Order:
    """Return the order to list a network's layers."""
    request = Request(source=NOISE, settings={"backbone": backbone, "size": "64"})
    return ordering.order(visitor, "", request, "layers", "layers", "quick")


def read_look(answer: Mapping[str, Any]) -> Look:
    """Return what was seen, from what the worker tells."""
    channels = (Channel(*each) for each in answer["channels"])
    return Look(tuple(channels), tuple(Concept(*each) for each in answer["concepts"]))
