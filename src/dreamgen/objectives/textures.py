"""How far the channels of an activation are from varying together as others' do."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

PROJECTIONS = 64
"""Random directions that distributions are compared along, new ones each time."""
MOST_PLACES = 16_384  # of the styles that are kept: distributions need no more

Distance = Callable[[Tensor, Tensor | None], Tensor]
"""An activation (1, C, h, w), and how much each place counts, (1, 1, h, w) or None, to a number ()."""


def measure_gram(places: Tensor, weights: Tensor | None = None) -> Tensor:
    """Return the weighted mean over places of a a^T for (C, n): (C, C). weights: (n,)."""
    if weights is None:
        return places @ places.T / places.shape[1]
    return (places * weights) @ places.T / weights.sum().clamp_min(1e-6)


def fit_gram(shown: Sequence[Tensor]) -> Distance:
    """Return the distance from the mean Gram matrix of some activations, (C, n) each."""
    wanted = torch.stack([measure_gram(one) for one in shown]).mean(0)
    size = wanted.square().sum().clamp_min(1e-12)

    def measure(found: Tensor, weights: Tensor | None) -> Tensor:
        gram = measure_gram(found.flatten(2)[0], None if weights is None else weights.flatten())
        return (gram - wanted).square().sum() / size

    return measure


def fit_transport(shown: Sequence[Tensor], rng: random.Random) -> Distance:
    """Return the sliced transport distance from the distribution of some activations, (C, n)."""
    places = torch.cat(list(shown), 1)
    places = places[:, :: -(-places.shape[1] // MOST_PLACES)]

    def measure(found: Tensor, weights: Tensor | None) -> Tensor:
        directions = _draw_directions(places, rng)
        own = found.new_ones(found.shape[2:]) if weights is None else weights[0, 0]
        return measure_transport(
            directions @ found.flatten(2)[0], directions @ places, own.flatten()
        )

    return measure


def measure_transport(found: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    """Return the mean over rows of the squared distance between two distributions on a line.

    found: (rows, n), of which each value counts by ``weights``, (n,). wanted: (rows, m). Each row's
    distance is over the variance of what is wanted.
    """
    wanted = wanted.sort(1).values
    ordered, order = found.sort(1)
    shares = weights[order] / weights.sum().clamp_min(1e-6)
    # Where the middle of each value's share lies, from 0 to 1, is what it is moved to.
    middles = shares.cumsum(1) - shares / 2
    goal = _interpolate(wanted, (middles * wanted.shape[1] - 0.5).clamp(0, wanted.shape[1] - 1))
    variance = wanted.var(1, unbiased=False).clamp_min(1e-6)
    return (((ordered - goal).square() * shares).sum(1) / variance).mean()


def _interpolate(rows: Tensor, places: Tensor) -> Tensor:
    """Return the values of (rows, m) between its columns."""
    left = places.floor().long()
    right = (left + 1).clamp(max=rows.shape[1] - 1)
    return torch.lerp(rows.gather(1, left), rows.gather(1, right), places - left)


def _draw_directions(places: Tensor, rng: random.Random) -> Tensor:
    """Return random directions of length 1, (PROJECTIONS, C)."""
    generator = torch.Generator().manual_seed(rng.getrandbits(63))
    drawn = torch.randn(PROJECTIONS, len(places), generator=generator)
    return F.normalize(drawn, dim=1).to(places)
