"""The gradient of whole pictures: as many of a step's random views in one forward pass as run well."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.batch import Subject
from dreamgen.engine.work_plan import Forward
from dreamgen.regularisers.base import Regulariser

Round = Sequence[Tensor]
"""One view of each picture of a batch."""

_AT_ONCE = {"cpu": 2**16, "cuda": 2**23}
"""Pixels of several views in one forward pass, by kind of device: with more, a CPU gets slower
again, for the activations no longer fit into its cache, and a GPU no faster."""
_AT_ONCE_ELSEWHERE = 2**20


@dataclass(frozen=True)
class WholeGradient:
    """The sum of the gradients of ``views`` random views; call it with pictures and their subjects.

    ``forward`` gives the maps of ``layers``, in their order.
    """

    forward: Forward
    layers: Sequence[str]
    regularisers: Sequence[Regulariser]
    views: int

    def __call__(self, pictures: Tensor, subjects: Sequence[Subject]) -> tuple[Tensor, Tensor]:
        """Return the objectives, (B,), and their gradient, (B, 3, H, W), summed over the views.

        Small views share forward passes; those that would not fit together run one after the other.
        """
        pictures = pictures.detach().requires_grad_(True)
        objective, gradient = pictures.new_zeros(len(pictures)), torch.zeros_like(pictures)
        for rounds in self._draw_rounds(pictures, subjects):
            more = self._differentiate(pictures, rounds, subjects)
            objective, gradient = objective + more[0], gradient + more[1]
        return objective, gradient

    def _draw_rounds(
        self, pictures: Tensor, subjects: Sequence[Subject]
    ) -> Iterator[Sequence[Round]]:
        """Yield rounds of views, as many together as run well in one pass."""
        rounds: list[Round] = []
        for _ in range(self.views):
            with torch.enable_grad():
                views = [
                    self._draw_view(picture, subject.rng)
                    for picture, subject in zip(pictures.split(1), subjects, strict=True)
                ]
            if rounds and not self._fit_together([*rounds, views], pictures):
                yield rounds
                rounds = []
            rounds = [*rounds, views]
        yield rounds

    def _draw_view(self, picture: Tensor, rng: random.Random) -> Tensor:
        for regulariser in self.regularisers:
            picture = regulariser.view(picture, rng)
        return picture

    def _fit_together(self, rounds: Sequence[Round], pictures: Tensor) -> bool:
        """Return whether a forward pass of all these views is quick, and within the memory's budget."""
        views = [view for views in rounds for view in views]
        pixels = sum(view.shape[2:].numel() for view in views)
        if pixels > _AT_ONCE.get(pictures.device.type, _AT_ONCE_ELSEWHERE):
            return False
        if not isinstance(self.forward, MemoryBudget):
            return True
        most = self.forward.count_together(pictures.shape, self.views)
        return len(views) <= most and self.forward.holds(pixels)

    def _differentiate(
        self, pictures: Tensor, rounds: Sequence[Round], subjects: Sequence[Subject]
    ) -> tuple[Tensor, Tensor]:
        """Return the objectives, (B,), and their gradient, (B, 3, H, W), summed over rounds of views."""
        count = len(rounds)
        with torch.enable_grad():
            maps = self._run_forward([view for views in rounds for view in views])
            shown = zip([*subjects] * count, maps, strict=True)
            scores = [subject.scoring.score(own) for subject, own in shown]
            objective = torch.stack(scores).view(count, -1).sum(0)
            for regulariser in self.regularisers:
                penalty = regulariser.penalty(pictures)
                if penalty is not None:
                    objective = objective - count * penalty
            (gradient,) = torch.autograd.grad(objective.sum(), pictures)
        return objective.detach(), gradient

    def _run_forward(self, views: Sequence[Tensor]) -> list[dict[str, Tensor]]:
        """Return the maps of each view by layer, each (1, C, h, w).

        Views of one size share a forward pass, which runs as deep as the deepest of the layers.
        """
        found: list[dict[str, Tensor]] = [{} for _ in views]
        for size in dict.fromkeys(view.shape for view in views):
            chosen = [index for index, view in enumerate(views) if view.shape == size]
            maps = self.forward(torch.cat([views[index] for index in chosen]))
            for layer, batch in zip(self.layers, maps, strict=True):
                for index, own in zip(chosen, batch.split(1), strict=True):
                    found[index][layer] = own
        return found
