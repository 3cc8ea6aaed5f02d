"""Dreams in the forms of another picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

import torch
from pydantic import Field, PrivateAttr
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.picture import Picture
from dreamgen.objectives.base import Objective, ReadPicture, Score, Target
from dreamgen.objectives.visibility import keep_visible, measure_visibility
from dreamgen.objectives.whitening import fit_whitening
from dreamgen.recipe.values import LayerAddress, Size

MOST = 1024  # places of the guide that are compared with every place of the picture
SOME = 4096  # places of the picture that are compared at a time, and that balance the forms
SHARPNESS = 20.0  # of the choice among them, in cosines
ROUNDS = 8  # of balancing: shares are within a few per cent of even by then


class Guide(Objective):
    """Each place of the picture grows toward a layer's activation at a place of another picture.

    It is the most similar one, as in guided dreaming (Mordvintsev et al., "Inceptionism", 2015), but
    every place of the guide gets an equal share of the picture (Sinkhorn's scaling; Cuturi,
    "Sinkhorn Distances", 2013): otherwise the few strongest would take it all. With
    ``places = "same"`` it is the one in the same position: the guide's own composition appears, and
    a picture that is its own guide becomes a caricature (Olah et al., "The Building Blocks of
    Interpretability", 2018).
    Channels are whitened by the layer's mean and deviation over the network's own pictures.
    """

    picture: str = Field(description="a file, or sample:NAME", examples=["sample:cat"])
    places: Literal["alike", "same"] = Field(
        "alike", description="grow toward the places most alike, or those in the same position"
    )
    size: int = Field(320, description="the guide's longest side in pixels", ge=32, le=4096)
    layer: LayerAddress | None = Field(
        None, description="number, name or glob of the layer; the recipe's layer if left out"
    )
    _guide: Picture | None = PrivateAttr(None)

    def with_pictures(self, read: ReadPicture) -> Self:
        guide = self.model_copy()
        guide._guide = read(self.picture, Size(self.size))
        return guide

    def layers(self) -> Sequence[LayerAddress | None]:
        return [self.layer]

    def bind(self, targets: Sequence[Target]) -> Score:
        (target,) = targets
        if self._guide is None:
            raise RuntimeError("call with_pictures first: the guide's picture is not read yet")
        mean, spread = fit_whitening(target)
        forms = F.normalize((target.activate(self._guide.pixels[None]) - mean) / spread, dim=1)
        if self.places == "same":
            forms = forms * measure_visibility(self._guide, forms)
            return lambda maps: _project((maps[0] - mean) / spread, _resize(forms, maps[0]))
        forms = keep_visible(self._guide, forms)
        if forms.shape[1] > MOST:
            forms = forms[:, sorted(target.rng.sample(range(forms.shape[1]), MOST))]

        def score(activations: Sequence[Tensor]) -> Tensor:
            whitened = (activations[0] - mean) / spread
            return _project(whitened, forms[:, assign_forms(whitened.detach(), forms)][None])

        return score


def assign_forms(activation: Tensor, forms: Tensor) -> Tensor:
    """Return for each place of (1, C, h, w) the number of its form, (h, w).

    forms, (C, n), are of length 1. A place gets one that it resembles, and all get as many places,
    about: log-domain Sinkhorn rounds raise the forms that have too few.
    """
    places = SHARPNESS * F.normalize(activation.flatten(2)[0], dim=0).T
    some = places[:: -(-len(places) // SOME)] @ forms
    raised = torch.zeros_like(some[:1])
    for _ in range(ROUNDS):
        raised = raised - torch.log_softmax(some + raised, 1).logsumexp(0, keepdim=True)
    chosen = [(part @ forms + raised).argmax(1) for part in places.split(SOME)]
    return torch.cat(chosen).view(activation.shape[2:])


def _project(activation: Tensor, directions: Tensor) -> Tensor:
    """Return how far (1, C, h, w) goes along directions of the same shape, on average."""
    return (activation * directions).sum(1).mean()


def _resize(guide: Tensor, activation: Tensor) -> Tensor:
    return F.interpolate(guide, activation.shape[2:], mode="bilinear", align_corners=False)
