"""A mixture of features: a vector of a file, of a picture, or from one picture to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import torch
from pydantic import Field, PrivateAttr
from torch import Tensor

from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Picture
from dreamgen.objectives.alignment import align
from dreamgen.objectives.base import LayerAddress, Objective, ReadPicture, Score, Target
from dreamgen.objectives.vectors import is_vector_file, read_vector
from dreamgen.objectives.whitening import fit_whitening, whiten_mean
from dreamgen.recipe.values import Size

Found = Picture | Tensor


class Direction(Objective):
    """One direction among a layer's channels, at every place of the picture.

    The mean over places of dot(w, d) * max(0.1, cos(w, d))^cosine, where w is the activation in
    deviations from the layer's mean, and d is of length 1 (Olah et al., "Feature Visualization",
    2017). d is a file's vector v, scaled so that dot(w, d) grows with dot(activation, v); or the mean
    of w over a picture; or, with ``minus``, the difference of two, which leaves what one has and
    the other has not (Kim et al., "Testing with Concept Activation Vectors", 2018).
    """

    pointwise: ClassVar[bool] = True

    toward: str = Field(
        description="a picture, or numbers as .npy, .safetensors or .csv, one for each channel",
        examples=["sample:cat"],
    )
    minus: str | None = Field(None, description="what to go away from, named alike")
    cosine: float = Field(
        1.0,
        description="power of the cosine: how much other directions count against it",
        ge=0,
        le=8,
    )
    size: int = Field(320, description="the pictures' longest side in pixels", ge=32, le=4096)
    layer: LayerAddress | None = Field(
        None, description="number, name or glob of the layer; the recipe's layer if left out"
    )
    _found: tuple[Found, ...] = PrivateAttr(())

    def with_pictures(self, read: ReadPicture) -> Self:
        own = self.model_copy()
        names = [self.toward] if self.minus is None else [self.toward, self.minus]
        own._found = tuple(self._read(name, read) for name in names)
        return own

    def _read(self, name: str, read: ReadPicture) -> Found:
        if is_vector_file(name):
            return torch.from_numpy(read_vector(read.data(name), name))
        return read(name, Size(self.size))

    def layers(self) -> Sequence[LayerAddress | None]:
        return [self.layer]

    def bind(self, targets: Sequence[Target]) -> Score:
        (target,) = targets
        mean, spread = fit_whitening(target)
        direction = self._find_direction(target).view(1, -1, 1, 1).to(mean)
        return lambda maps: align((maps[0] - mean) / spread, direction, self.cosine)

    def _find_direction(self, target: Target) -> Tensor:
        if not self._found:
            raise RuntimeError("call with_pictures first: nothing is read yet")
        names = [self.toward, self.minus or ""]
        vectors = [_whiten(*pair, target) for pair in zip(self._found, names, strict=False)]
        direction = vectors[0] if len(vectors) == 1 else vectors[0] - vectors[1]
        length = float(direction.norm())
        if not length:
            raise BadInput(f"direction: {self.toward} and {self.minus} are alike at {target.layer}")
        return direction / length


def _whiten(found: Found, name: str, target: Target) -> Tensor:
    """Return a direction, (C,), in units of the layer's deviations."""
    if isinstance(found, Picture):
        return whiten_mean(target, found)
    if len(found) != target.channels:
        raise BadInput(
            f"direction: {name} holds {len(found)} numbers, and layer {target.layer} has "
            f"{target.channels} channels"
        )
    _, spread = fit_whitening(target)
    return found.to(spread) * spread.view(-1)
