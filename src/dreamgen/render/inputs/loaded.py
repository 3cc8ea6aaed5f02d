"""A picture as it was read for one render, for others that dream from the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.loading import NOISE

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture

UNRELATED = {
    "summary",
    "layer",
    "objective",
    "regularisers",
    "parameterisation",
    "optimiser",
    "steps",
    "octaves",
    "step_size",
    "views",
    "initial_noise",
    "colour",
    "effects",
    "alpha",
    "background",
    "seed",
    "output",
}
"""Keys that say nothing of which picture is read, nor how."""


@dataclass(frozen=True)
class Loaded:
    """A picture before its mask, the recipe it was read for, and the digest of its file.

    ``digest`` is None where the picture is no file's.
    """

    recipe: Recipe
    picture: Picture
    digest: str | None

    def suits(self, recipe: Recipe) -> bool:
        """Say whether a recipe would read the same picture."""
        # The seed draws noise.
        rest = UNRELATED - {"seed"} if recipe.input == NOISE else UNRELATED
        return self.recipe.model_dump(exclude=rest) == recipe.model_dump(exclude=rest)
