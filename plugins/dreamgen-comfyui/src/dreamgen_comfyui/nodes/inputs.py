"""The inputs that the nodes which render share, and the request that they make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comfy_api.latest import io

from ..request import NO_PRESET, Request
from ..session import shared_session
from .sockets import SOCKETS

_LARGEST_SEED = 2**53 - 1
"""JavaScript counts no further."""
_PARTS = ("objective", "regularisers", "parameterisation", "optimiser", "effects")


def picture_inputs() -> list[Any]:
    """Return what is dreamed on, and how."""
    presets = [NO_PRESET, *sorted(shared_session().registry.preset_names())]
    return [
        io.Image.Input(
            "image",
            optional=True,
            tooltip="What is dreamed on. Left out, the recipe's own input: noise or a sample.",
        ),
        io.Mask.Input("mask", optional=True, tooltip="Where dreaming may happen: white."),
        io.Combo.Input(
            "preset", options=presets, default=NO_PRESET, tooltip="A look to begin with."
        ),
        io.Int.Input(
            "size",
            default=0,
            min=0,
            max=16384,
            tooltip="Longest side in pixels; 0: as large as the picture.",
        ),
        io.Int.Input(
            "seed",
            default=0,
            min=-1,
            max=_LARGEST_SEED,
            control_after_generate=True,
            tooltip="Same seed, same picture. -1: the recipe's own.",
        ),
        io.String.Input(
            "settings",
            default="",
            multiline=True,
            placeholder='steps = 24\noctaves.count = 6\nobjective = "channel(3, 12)"',
            tooltip="More keys of a recipe, one a line, as TOML. They win over preset and recipe.",
        ),
    ]


def part_inputs(*more: str) -> list[Any]:
    """Return the sockets for components, and for a whole recipe."""
    sockets = [
        SOCKETS[key].type.Input(key, optional=True, tooltip=SOCKETS[key].tooltip)
        for key in (*_PARTS, *more)
    ]
    recipe = io.String.Input(
        "recipe",
        optional=True,
        force_input=True,
        tooltip="A whole recipe, of Load Recipe or of another node.",
    )
    return [*sockets, recipe]


def make_request(
    given: Mapping[str, Any], moving: bool = False, keys: Mapping[str, Any] | None = None
) -> Request:
    """Return the request of a node's inputs; ``keys`` are more keys of a recipe that it sets."""
    own: dict[str, Any] = {key: given[key] for key in _PARTS if given.get(key)}
    if given["size"]:
        own["size"] = given["size"]
    if given["seed"] >= 0:
        own["seed"] = given["seed"]
    return Request(
        image=given.get("image"),
        mask=given.get("mask"),
        preset=given["preset"],
        recipe=given.get("recipe"),
        settings=given["settings"],
        keys={**own, **(keys or {})},
        moving=moving,
    )
