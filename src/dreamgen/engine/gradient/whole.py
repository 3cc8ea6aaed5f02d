"""The gradient of whole pictures: as many of a step's random views in one forward pass as run well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient.views import View, draw_view
from dreamgen.engine.scoring import Seen
from dreamgen.engine.work_plan import Forward
from dreamgen.regularisers.base import Regulariser

Round = Sequence[View]
"""A view of each picture of a batch, for each region in which objectives of its own count."""

_AT_ONCE = {"cpu": 2**16, "cuda": 2**23}
"""Pixels of several views in one forward pass, by kind of device: with more, a CPU gets slower
again, for the activations no longer fit into its cache, and a GPU no faster."""
_AT_ONCE_ELSEWHERE = 2**20


@dataclass(frozen=True)
class WholeGradient:
    """The sum of the gradients of ``views`` random views; call it with pictures and their subjects.

    ``forward`` gives the maps of ``layers``, in their order. ``progress`` is how far the octave has
    come, 0 to 1.
    """

    forward: Forward
    layers: Sequence[str]
    regularisers: Sequence[Regulariser]
    views: int
    progress: float

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
                    view
                    for picture, subject in zip(pictures.split(1), subjects, strict=True)
                    for view in self._draw_views(picture, subject)
                ]
            if rounds and not self._fit_together([*rounds, views], pictures):
                yield rounds
                rounds = []
            rounds = [*rounds, views]
        yield rounds

    def _draw_views(self, picture: Tensor, subject: Subject) -> list[View]:
        """Return a view of one picture, (1, 3, H, W), for each group of its objectives."""
        source = subject.picture.pixels[None]
        return [
            draw_view(
                picture,
                self.regularisers,
                subject.rng,
                source if group.sees_source else None,
                region,
            )
            for group, region in zip(subject.scoring.groups, subject.regions, strict=True)
        ]

    def _fit_together(self, rounds: Sequence[Round], pictures: Tensor) -> bool:
        """Return whether a forward pass of all these views is quick, and within the memory's budget."""
        views = [view for views in rounds for view in views]
        pixels = sum(view.picture.shape[2:].numel() for view in views)
        if pixels > _AT_ONCE.get(pictures.device.type, _AT_ONCE_ELSEWHERE):
            return False
        if not isinstance(self.forward, MemoryBudget):
            return True
        most = self.forward.count_together(pictures.shape, self.views)
        return len(views) <= most and self.forward.holds(pixels)

    def _differentiate(
        self, pictures: Tensor, rounds: Sequence[Round], subjects: Sequence[Subject]
    ) -> tuple[Tensor, Tensor]:
        """Return the objectives, (B,), and their gradient, (B, 3, H, W), summed over the rounds."""
        count = len(rounds)
        with torch.enable_grad():
            seen = iter(self._see([view for views in rounds for view in views]))
            scores = [self._score(subject, seen) for _ in rounds for subject in subjects]
            objective = torch.stack(scores).view(count, -1).sum(0)
            for penalty in self._list_penalties(pictures, subjects):
                objective = objective - count * penalty
            (gradient,) = torch.autograd.grad(objective.sum(), pictures)
        return objective.detach(), gradient

    def _list_penalties(self, pictures: Tensor, subjects: Sequence[Subject]) -> list[Tensor]:
        source = torch.stack([subject.picture.pixels for subject in subjects]).to(pictures)
        both = [
            penalty
            for regulariser in self.regularisers
            for penalty in (regulariser.penalty(pictures), regulariser.distance(pictures, source))
        ]
        return [penalty for penalty in both if penalty is not None]

    def _score(self, subject: Subject, seen: Iterator[Seen]) -> Tensor:
        moment = subject.find_moment(self.progress)
        parts = [group.score(next(seen), moment) for group in subject.scoring.groups]
        return torch.stack(parts).sum()

    def _see(self, views: Sequence[View]) -> list[Seen]:
        """Return what the network sees in each view."""
        maps = self._run_forward([view.picture for view in views])
        with torch.no_grad():
            sources = [view.source for view in views if view.source is not None]
            compared = iter(self._run_forward(sources))
        return [
            Seen(own, None if view.source is None else next(compared), view.region)
            for view, own in zip(views, maps, strict=True)
        ]

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
