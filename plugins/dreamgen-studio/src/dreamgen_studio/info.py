"""What pages are told of presets, components, layers and outputs."""

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
    """A component; ``schema`` is the JSON Schema of its parameters.

    order: the parameters that can be given by place, as ``blur(2)``.
    """

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
