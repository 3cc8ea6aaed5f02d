"""From the inputs of a node to what is rendered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from torch import Tensor

import dreamgen

from .memory import make_room, register
from .pixels import list_masks, list_pictures
from .session import find_device, open_session

NO_PRESET = "(none)"
_OWN_LONGEST = 1024
"""Longest side that dreamgen leaves as it is; a larger picture stays so only if a recipe says it."""
_INPUTS = ("noise", "sample:")
"""What a recipe may dream from by itself: pictures come in through the node."""

Layer = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Request:
    """What all nodes that render are asked for.

    ``recipe`` and ``settings`` are TOML; ``keys`` are those of a recipe that the node's own inputs
    set. Later ones win: preset, recipe, settings, keys.
    """

    image: Tensor | None = None
    mask: Tensor | None = None
    preset: str = NO_PRESET
    recipe: str | None = None
    settings: str = ""
    keys: Mapping[str, Any] = field(default_factory=dict)
    moving: bool = False

    def __post_init__(self) -> None:
        if self.image is None and self.mask is not None:
            raise dreamgen.BadInput("a mask needs an image that it belongs to: connect one")

    def count(self) -> int:
        """Return how many pictures there are."""
        return 1 if self.image is None else len(self.image)

    def prepare(self, more: Layer | None = None, preset: str | None = None) -> Iterator[Any]:
        """Yield a job for each picture; ``more`` wins over everything, and so does ``preset``."""
        pictures = [None] if self.image is None else list_pictures(self.image)
        masks = list_masks(self.mask, len(pictures))
        for picture, mask in zip(pictures, masks, strict=True):
            yield self._prepare(picture, mask, more, preset)

    def _prepare(
        self,
        picture: np.ndarray | None,
        mask: np.ndarray | None,
        more: Layer | None,
        preset: str | None,
    ) -> Any:
        session = open_session()
        recipe = self._compose(session, picture, mask, more, preset)
        plan = session.plan(recipe)
        even = recipe.size is None or not recipe.size.is_exact
        given = None if picture is None else dreamgen.picture_of(picture, plan.recipe, session)
        make_room()
        job = session.prepare(plan, given, mask=mask, even=even)
        register(job.network, job.recipe.memory)
        return job

    def _compose(
        self,
        session: dreamgen.Session,
        picture: np.ndarray | None,
        mask: np.ndarray | None,
        more: Layer | None,
        preset: str | None,
    ) -> dreamgen.Recipe:
        chosen = preset or (None if self.preset == NO_PRESET else self.preset)
        layers = [*self._layers(), *([] if more is None else [more])]
        defaults: list[Layer] = [("ComfyUI", {"device": find_device()})]
        recipe = session.compose(None, chosen, layers, self.moving, defaults)
        if picture is None:
            _check_input(recipe.input)
            return recipe
        changes: dict[str, Any] = {"input": None}
        if mask is not None:
            changes["mask"] = None
        if recipe.size is None and not self.moving and max(picture.shape[:2]) > _OWN_LONGEST:
            changes["size"] = dreamgen.Size(max(picture.shape[:2]))
        return recipe.model_copy(update=changes)

    def _layers(self) -> list[Layer]:
        texts = [("recipe", self.recipe or ""), ("settings", self.settings)]
        return [*((label, read_table(text, label)) for label, text in texts), ("node", self.keys)]


def read_table(text: str, label: str) -> dict[str, Any]:
    """Return the keys of a recipe in TOML, without what a file says it was made by."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        form = 'write keys of a recipe as TOML, as in objective = "channel(3, 12)"'
        raise dreamgen.BadInput(f"{label}: {problem}; {form}") from None
    table.pop("made", None)
    return table


def _check_input(name: str | None) -> None:
    if name is None or not name.startswith(_INPUTS):
        raise dreamgen.BadInput(
            "connect an image, or dream from noise or a sample: settings with"
            ' input = "noise" or input = "sample:cat"'
        )
