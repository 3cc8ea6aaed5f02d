"""Several pictures that are dreamed at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from dreamgen.engine.regions import resize_region, unite_regions
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.picture import Picture
from dreamgen.recipe.weights import Moment


@dataclass(frozen=True)
class Subject:
    """One picture of a batch, with its own objectives, random views, mask and start.

    ``start``, (3, H, W) in 0..1, is where the ascent begins: at the picture itself if left out.
    """

    picture: Picture
    scoring: Scoring
    rng: random.Random
    start: Tensor | None = None
    octave: tuple[int, int] = (1, 1)
    """The number of the present octave, from 1, and how many there are."""
    regions: Sequence[Tensor | None] = ()
    """Where each group of objectives counts, (1, 1, h, w), at the present octave's size."""

    def at_octave(self, base: Tensor, number: int, count: int) -> Subject:
        """Return the subject for one octave, where its source is ``base``, (3, h, w)."""
        size = base.shape[1:]
        regions = [
            None if group.region is None else resize_region(group.region[None].to(base), size)
            for group in self.scoring.groups
        ]
        return replace(self, picture=Picture(base), octave=(number, count), regions=regions)

    def find_moment(self, progress: float) -> Moment:
        """Return how far the ascent has come at ``progress``, 0 to 1, in the present octave."""
        number, count = self.octave
        return Moment((number - 1 + progress) / count, progress)

    def find_freedom(self) -> Tensor | None:
        """Return how far each pixel may move, (1, H, W) in 0..1; None if all may move freely.

        What lies outside the regions of all objectives stays as it is.
        """
        free = self.picture.freedom()
        reached = unite_regions([group.region for group in self.scoring.groups])
        if reached is None:
            return free
        reached = resize_region(reached[None], self.picture.pixels.shape[1:])[0]
        return reached if free is None else free * reached


def collect_layers(subjects: Sequence[Subject]) -> list[str]:
    """Return the layers that any picture of a batch scores, each once, in order."""
    return list(dict.fromkeys(layer for subject in subjects for layer in subject.scoring.layers))


def stack_pixels(subjects: Sequence[Subject]) -> Tensor:
    """Return the pictures of a batch, (B, 3, H, W); raise ValueError if their sizes differ."""
    sizes = {subject.picture.size for subject in subjects}
    if len(sizes) != 1:
        raise ValueError(f"the pictures of a batch must be of one size, not {sorted(sizes)}")
    return _stack([subject.picture.pixels for subject in subjects])


def stack_starts(subjects: Sequence[Subject]) -> Tensor:
    """Return where each picture of a batch begins, (B, 3, H, W)."""
    return _stack([s.picture.pixels if s.start is None else s.start for s in subjects])


def stack_freedom(subjects: Sequence[Subject]) -> Tensor | None:
    """Return how far each pixel may move, (B, 1, H, W) in 0..1; None if all may move freely."""
    freedoms = [subject.find_freedom() for subject in subjects]
    if all(freedom is None for freedom in freedoms):
        return None
    full = torch.ones(()).expand_as(subjects[0].picture.pixels[:1])
    return _stack([full if freedom is None else freedom for freedom in freedoms])


def _stack(pictures: Sequence[Tensor]) -> Tensor:
    """Return a batch, (B, C, H, W); a single picture is not copied, since it may be large."""
    return pictures[0][None] if len(pictures) == 1 else torch.stack(list(pictures))
