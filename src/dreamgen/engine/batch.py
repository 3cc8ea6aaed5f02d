"""Several pictures that are dreamed at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.picture import Picture


@dataclass(frozen=True)
class Subject:
    """One picture of a batch, with its own objectives, random views, mask and start.

    ``start``, (3, H, W) in 0..1, is where the ascent begins: at the picture itself if left out.
    """

    picture: Picture
    scoring: Scoring
    rng: random.Random
    start: Tensor | None = None


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
    freedoms = [subject.picture.freedom() for subject in subjects]
    if all(freedom is None for freedom in freedoms):
        return None
    full = torch.ones(()).expand_as(subjects[0].picture.pixels[:1])
    return _stack([full if freedom is None else freedom for freedom in freedoms])


def _stack(pictures: Sequence[Tensor]) -> Tensor:
    """Return a batch, (B, C, H, W); a single picture is not copied, since it may be large."""
    return pictures[0][None] if len(pictures) == 1 else torch.stack(list(pictures))
