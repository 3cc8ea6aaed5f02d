"""What there is to choose from: presets, components, networks, samples, outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PresetInfo:
    """A preset: its own input, if it has one, and whether it makes a zoom."""

    name: str
    summary: str
    input: str | None
    moving: bool
    plugin: str


@dataclass(frozen=True)
class ComponentInfo:
    """A component; ``schema`` is the JSON Schema of its parameters."""

    name: str
    kind: str
    summary: str
    plugin: str
    schema: dict[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class LayerInfo:
    """A layer of a network: its number from 1, its module's name, how many channels it has."""

    number: int
    name: str
    channels: int


@dataclass(frozen=True)
class OutputInfo:
    """A kind of file that can be made."""

    name: str
    suffixes: tuple[str, ...]
    moving: bool
    summary: str


class Catalogue:
    """What there is to choose from. What a plugin offers appears by being installed."""

    def presets(self) -> list[PresetInfo]:
        """Return the presets that work, built-ins first."""
        raise NotImplementedError

    def preset_picture(self, name: str) -> bytes | None:
        """Return a JPEG of what a preset makes, some 320 pixels wide; None if there is none."""
        raise NotImplementedError

    def components(self, kind: str) -> list[ComponentInfo]:
        """Return the components of a kind: "objectives", "regularisers", "effects", "motions", ...

        Slow the first time, for it imports them: call it in a thread.
        """
        raise NotImplementedError

    def recipe_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a recipe: types, bounds, defaults and one line about each key."""
        raise NotImplementedError

    def backbones(self) -> list[ComponentInfo]:
        """Return the networks whose weights are on this machine, the bundled one first."""
        raise NotImplementedError

    def samples(self) -> list[str]:
        """Return the samples, as ``sample:NAME``."""
        raise NotImplementedError

    def sample_picture(self, name: str) -> bytes:
        """Return a JPEG of a sample, some 320 pixels wide."""
        raise NotImplementedError

    def outputs(self, moving: bool) -> list[OutputInfo]:
        """Return the outputs for zooms, or for stills."""
        raise NotImplementedError

    def concepts(self) -> list[str]:
        """Return what the bundled network has names for."""
        raise NotImplementedError
