"""What keys change: the layer, what is maximised in it, and how strongly."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dreamgen import BadInput

STRONGEST, STEP = 2.0, 0.1
WHOLE = "layer"


@dataclass(frozen=True)
class Wish:
    """What is to be dreamed: a layer's number, from 1; a channel of it, None: whatever it sees.

    ``objective`` is another one, as recipes write it, that was asked for; it leaves with the first key
    that names a channel.
    """

    layer: int
    channel: int | None = None
    strength: float = 1.0
    objective: str | None = None

    def keywords(self) -> dict[str, Any]:
        """Return what a live dream is to be changed to."""
        whole = self.objective or WHOLE
        objective = whole if self.channel is None else f"channel(channel={self.channel})"
        return {"layer": self.layer, "objective": objective}


def press(wish: Wish, key: str, channels: list[int]) -> Wish:
    """Return the wish after a key; ``channels`` says how many each layer has, in order.

    Raise BadInput for a key that there is not.
    """
    count = channels[wish.layer - 1]
    moves: dict[str, Callable[[], Wish]] = {
        "deeper": lambda: set_layer(wish, wish.layer + 1, channels),
        "shallower": lambda: set_layer(wish, wish.layer - 1, channels),
        "next": lambda: set_channel(wish, _turn(wish.channel, 1, count), count),
        "previous": lambda: set_channel(wish, _turn(wish.channel, -1, count), count),
        "random": lambda: set_channel(wish, random.randrange(count), count),
        "stronger": lambda: set_strength(wish, wish.strength + STEP),
        "weaker": lambda: set_strength(wish, wish.strength - STEP),
    }
    if key not in moves:
        raise BadInput(f"there is no {key[:40]!r}: {', '.join(moves)}")
    return moves[key]()


def set_value(wish: Wish, key: str, value: Any, channels: list[int]) -> Wish:
    """Return the wish with another layer, channel (None: the whole layer) or strength.

    Raise BadInput for anything else, and for what is no number.
    """
    is_number = type(value) in (int, float) and math.isfinite(value)
    if key == "layer" and is_number:
        return set_layer(wish, int(value), channels)
    if key == "channel" and (is_number or value is None):
        return set_channel(wish, None if value is None else int(value), channels[wish.layer - 1])
    if key == "strength" and is_number:
        return set_strength(wish, float(value))
    raise BadInput(f"{key[:40]!r} cannot be set to {str(value)[:40]!r}")


def set_layer(wish: Wish, layer: int, channels: list[int]) -> Wish:
    """Return the wish with another layer, within those that there are, and a channel that it has."""
    layer = min(max(layer, 1), len(channels))
    channel = None if wish.channel is None else wish.channel % channels[layer - 1]
    return replace(wish, layer=layer, channel=channel)


def set_channel(wish: Wish, channel: int | None, count: int) -> Wish:
    """Return the wish with another channel of ``count``; None for the layer as a whole."""
    return replace(
        wish, channel=None if channel is None else min(max(channel, 0), count - 1), objective=None
    )


def set_strength(wish: Wish, strength: float) -> Wish:
    """Return the wish with another strength, 0 to 2."""
    return replace(wish, strength=round(min(max(strength, 0.0), STRONGEST), 2))


def _turn(channel: int | None, step: int, count: int) -> int | None:
    """Return the channel beside one; beyond the first and the last is the layer as a whole."""
    place = (-1 if channel is None else channel) + step
    if place < -1:
        return count - 1
    return None if place in (-1, count) else place
