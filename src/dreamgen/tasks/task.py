"""A task: one render of many, as data that can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dreamgen.recipe.schema import Recipe
from dreamgen.tasks.shot import Shot

FIRST, SECOND = 1, 2
"""Of a task that is made twice, to be compared: which of the two it is."""


@dataclass(frozen=True)
class Task:
    """One render of many.

    number: its place among them, from 0; that of a copy, made to be compared, is -1 - number.
    recipe: what is dreamed.
    out:    where its result goes; the suffix says what is written.
    varied: what differs from its neighbours, as the command line writes it: {"seed": "3"}.
    shot:   the part of a film that is dreamed, into a folder as a film's store; None for all of it.
    proof:  FIRST or SECOND, of two copies to be compared; 0: there is one. Copies are made in no batch,
            and on different workers where there are several.
    """

    number: int
    recipe: Recipe
    out: Path
    varied: Mapping[str, str] = field(default_factory=dict)
    proof: int = 0
    shot: Shot | None = None

    def text(self) -> str:
        """Return the recipe as TOML."""
        return self.recipe.to_toml()

    def to_message(self) -> dict[str, Any]:
        """Return the task as numbers, texts and tables of texts, for another process."""
        return {
            "number": self.number,
            "recipe": self.text(),
            "origins": self.recipe.origins,
            "out": str(self.out),
            "varied": dict(self.varied),
            "proof": self.proof,
            "shot": None if self.shot is None else self.shot.to_message(),
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Task:
        """Return the task that :meth:`to_message` made a message of."""
        recipe = Recipe.from_toml(message["recipe"], message["origins"])
        out, varied = Path(message["out"]), dict(message["varied"])
        shot = None if message["shot"] is None else Shot.from_message(message["shot"])
        return cls(message["number"], recipe, out, varied, message["proof"], shot)
