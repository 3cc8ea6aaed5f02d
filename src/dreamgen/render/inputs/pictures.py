"""The picture of a plan: read from a file, drawn as noise, or the first of a film; and its mask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size
from dreamgen.render.inputs.beside import FilesBeside
from dreamgen.render.inputs.loaded import Loaded
from dreamgen.render.inputs.loading import (
    NO_INPUT,
    NOISE,
    build_loader,
    load_picture,
    measure_picture,
    read_input,
    size_noise,
)
from dreamgen.render.inputs.regions import measure_mask
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan
from dreamgen.render.saving.provenance import digest, digest_file

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Picture
    from dreamgen.render.inputs.footage import Footage

CheckSize = Callable[["Plan", tuple[int, int]], None]
"""Raises BadInput for a (width, height) that there is too little memory for.

It is asked before a picture is made, which may take minutes for a poster.
"""


class Pictures:
    """Reads pictures and masks, as a caller permits; ``beside`` reads what a recipe names."""

    def __init__(self, registry: Registry, permissions: Permissions, beside: FilesBeside):
        self._registry = registry
        self._permissions = permissions
        self._beside = beside

    def load(self, plan: Plan, before: Loaded | None, check_size: CheckSize) -> Loaded:
        """Return a plan's picture: the one loaded before, where it is the same."""
        if before is not None and before.suits(plan.recipe):
            return before
        picture, digest = self.read(plan, check_size)
        return Loaded(plan.recipe, picture.in_files(), digest)

    def read(self, plan: Plan, check_size: CheckSize) -> tuple[Picture, str | None]:
        """Return a plan's picture, and the digest of its file; None where it has none."""
        recipe = plan.recipe
        if recipe.input is None:
            raise BadInput(NO_INPUT)
        if recipe.input == NOISE:
            from dreamgen.imaging.noise import pink_noise

            size = size_noise(recipe)
            check_size(plan, size)
            return pink_noise(size, recipe.seed, recipe.noise_contrast), None
        source = read_input(recipe.input)
        if recipe.memory is not None:
            measured = measure_picture(source, recipe, self._registry)
            if measured is not None:
                check_size(plan, measured)
        picture = load_picture(source, recipe, self._registry, self._permissions)
        return picture, digest(source.data)

    def open_film(self, recipe: Recipe, even: bool) -> tuple[Footage, Loaded]:
        """Return a film, and its first picture. ``even`` asks for even width and height."""
        from dreamgen.render.inputs.footage import open_footage

        footage = open_footage(recipe, self._registry, even)
        if recipe.mask is not None:
            footage = footage.with_mask_of(recipe.mask, self.read_mask)
        first = footage.first().in_files()
        return footage, Loaded(recipe, first, digest_file(Path(footage.name)))

    def read_mask(self, name: str, size: tuple[int, int]) -> Tensor:
        """Return the mask of a file for a picture of (width, height), (1, H, W) in 0..1."""
        return measure_mask(self._beside(name, Size(*size)), f"the mask {name}")

    def take_mask(self, mask: Any, size: tuple[int, int]) -> Tensor:
        """Return a mask that a Python caller gives, as :meth:`read_mask` does."""
        from dreamgen.imaging.arrays import read_pixels

        raster = build_loader("raster", {}, Recipe(protect="none"), self._registry)
        picture = raster.picture_of(read_pixels(mask), Size(*size), "the mask given")
        return measure_mask(picture, "the mask given")
