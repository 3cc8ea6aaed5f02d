"""The texture of another picture, or what the pictures of a folder have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

import torch
from pydantic import Field, PrivateAttr
from torch import Tensor

from dreamgen.imaging.picture import Picture
from dreamgen.objectives.base import Activations, Objective, ReadPicture, Score, Target
from dreamgen.objectives.textures import Distance, fit_gram, fit_transport
from dreamgen.objectives.visibility import keep_visible
from dreamgen.objectives.whitening import fit_whitening
from dreamgen.recipe.values import LayerAddress, Size

DEPTHS: list[LayerAddress] = ["10%", "25%", "40%", "60%"]
"""Of the network, from fine texture to forms."""


class Style(Objective):
    """Texture, colours and forms of another picture, wherever in it they are.

    At each layer the channels, in units of their deviations, are made to vary as they do in the
    style: the mean over layers of how far they are from it, negated.

    gram: |G - S|^2 / |S|^2 for the Gram matrices G of the dream and S of the style, each the mean
    over places of a a^T (Gatys et al., "Texture Synthesis Using Convolutional Neural Networks", 2015).
    transport: the squared distance between sorted projections onto random directions, over their
    variance in the style: sliced optimal transport, which matches whole distributions (Heitz et al.,
    "A Sliced Wasserstein Loss for Neural Texture Synthesis", 2021).
    Beside other terms a weight of 1 makes its gradient as large as theirs together: with
    ``+ stay(3)`` the picture stays recognisable under a style that would take it over.
    """

    is_balanced: ClassVar[bool] = True

    picture: str = Field(
        description="a file, a folder of pictures, or sample:NAME", examples=["sample:cat"]
    )
    match: Literal["gram", "transport"] = Field(
        "gram", description="what is compared: pairs of channels, or whole distributions"
    )
    depths: list[LayerAddress] = Field(
        DEPTHS,
        description="the layers that are matched, from shallow to deep",
        min_length=1,
        max_length=64,
    )
    size: int = Field(320, description="the style's longest side in pixels", ge=32, le=4096)
    _pictures: tuple[Picture, ...] = PrivateAttr(())

    def with_pictures(self, read: ReadPicture) -> Self:
        own = self.model_copy()
        own._pictures = tuple(read.folder(self.picture, Size(self.size)))
        return own

    def layers(self) -> Sequence[LayerAddress | None]:
        return self.depths

    def bind(self, targets: Sequence[Target]) -> Score:
        distances = [self._fit(target) for target in targets]
        spreads = [fit_whitening(target)[1] for target in targets]

        def score(seen: Activations) -> Tensor:
            weights: Sequence[Tensor | None] = seen.weights or [None] * len(seen)
            parts = zip(distances, seen, spreads, weights, strict=True)
            return -torch.stack(
                [far(maps / spread, own) for far, maps, spread, own in parts]
            ).mean()

        return score

    def _fit(self, target: Target) -> Distance:
        if not self._pictures:
            raise RuntimeError("call with_pictures first: the style is not read yet")
        _, spread = fit_whitening(target)
        shown = [
            keep_visible(picture, target.activate(picture.pixels[None]) / spread)
            for picture in self._pictures
        ]
        if self.match == "gram":
            return fit_gram(shown)
        return fit_transport(shown, target.spawn_rng())
