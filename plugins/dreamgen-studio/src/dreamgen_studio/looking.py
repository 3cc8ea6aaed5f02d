"""What fires at a place of a picture: strongest channels of each layer, and concepts."""

from __future__ import annotations

from dataclasses import dataclass


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
        return f"concept({self.name})"


@dataclass(frozen=True)
class Look:
    """What fires at one place of a picture: the strongest first. Layers are in order of depth."""

    channels: tuple[Channel, ...]
    concepts: tuple[Concept, ...]
