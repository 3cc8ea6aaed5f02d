"""Weighted objectives over a network's layers become one number for a picture."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.tiling.window import Window
from dreamgen.engine.balance import find_factors
from dreamgen.engine.regions import hold_outside, resize_region
from dreamgen.errors import BadInput
from dreamgen.imaging.strips import shrink_to_fit
from dreamgen.objectives.base import Activations, Objective, Score, Target, Weighted
from dreamgen.recipe.values import LayerAddress
from dreamgen.recipe.weights import MIDDLE, START, Moment, Weight, find_weight, multiply

LARGEST_SOURCE = 512  # pixels: longest side at which objectives look at the source picture


@dataclass(frozen=True)
class Seen:
    """What the network sees in one view of a picture: maps, (1, C, h, w), by layer.

    ``source`` are those of the same view of the source picture. ``region`` is the view of the map of
    where these objectives count, (1, 1, H, W) in 0..1; None: everywhere. ``windows`` say which part
    of each whole map there is; None: all of it.
    """

    maps: Mapping[str, Tensor]
    source: Mapping[str, Tensor] | None = None
    region: Tensor | None = None
    windows: Mapping[str, Window] | None = None


@dataclass(frozen=True)
class Part:
    """One weighted objective on its layers; ``objective`` is its class's name."""

    weight: Weight
    objective: str
    layers: Sequence[str]
    score: Score
    sees_source: bool = False
    is_balanced: bool = False
    pointwise: bool = False

    def __call__(self, seen: Seen, moment: Moment, places: Tensor | None = None) -> Tensor:
        maps = [seen.maps[name] for name in self.layers]
        weights = source = windows = None
        if seen.region is not None:
            weights = [resize_region(seen.region, found.shape[2:]) for found in maps]
            maps = [hold_outside(*pair) for pair in zip(maps, weights, strict=True)]
        if self.sees_source and seen.source is not None:
            source = [seen.source[name] for name in self.layers]
        if seen.windows is not None:
            windows = [seen.windows[name] for name in self.layers]
        score = self.score(Activations(maps, weights, source, windows, places))
        share = 1.0 if windows is None else windows[0].share
        return find_weight(self.weight, moment) * share * score


@dataclass
class Group:
    """Objectives that count in the same region, (1, H, W) in 0..1; None: everywhere.

    ``places`` are those of :class:`Activations`.
    """

    region: Tensor | None
    parts: list[Part] = field(default_factory=list)
    places: Tensor | None = None

    @property
    def sees_source(self) -> bool:
        """Whether any of the objectives compares the picture with its source."""
        return any(part.sees_source for part in self.parts)

    def score(self, seen: Seen, moment: Moment) -> Tensor:
        """Return the sum of the objectives, of shape ()."""
        return _add([part(seen, moment, self.places) for part in self.parts])


class Scoring:
    """Objectives bound to the layers of one network for one render.

    ``layers`` are the modules whose activations are scored, each once; ``groups`` hold what is
    summed, by region. A glob that names several layers stands for the mean of the objective over
    them. ``source`` is the picture that is dreamed on, (3, H, W) in 0..1.
    """

    def __init__(
        self,
        network: Network,
        terms: Sequence[Weighted],
        layer: LayerAddress | None,
        aspect: float,
        rng: random.Random,
        source: Tensor | None = None,
    ):
        self._network = network
        self._aspect = aspect
        self._rng = rng
        self._source = source
        groups: dict[str | None, Group] = {}
        for weight, objective in terms:
            group = groups.setdefault(objective.where, Group(objective.region))
            group.parts += self._bind(weight, objective, layer)
        self.groups = list(groups.values())
        used = [name for part in self.parts for name in part.layers]
        self.layers = list(dict.fromkeys(used))
        if source is not None:
            self._balance(source)

    def at_places(self, places: Tensor | None) -> Scoring:
        """Return the same objectives for a frame whose places, (1, 2, h, w), lay elsewhere before."""
        moved = copy(self)
        moved.groups = [replace(group, places=places) for group in self.groups]
        return moved

    @property
    def parts(self) -> list[Part]:
        """Everything that is summed."""
        return [part for group in self.groups for part in group.parts]

    @property
    def pointwise(self) -> bool:
        """Whether the whole's score is the sum of those of its windows."""
        return all(part.pointwise for part in self.parts)

    def score(
        self,
        maps: Mapping[str, Tensor],
        source: Mapping[str, Tensor] | None = None,
        moment: Moment = START,
    ) -> Tensor:
        """Return the number to maximise, of shape (), for one picture; regions are left aside.

        ``maps`` has at least those of ``layers``, each (1, C, h, w), and so has ``source`` for the
        source picture: the picture is that itself if it is left out.
        """
        if source is None:
            source = {name: found.detach() for name, found in maps.items()}
        seen = Seen(maps, source)
        return _add([group.score(seen, moment) for group in self.groups])

    def _bind(self, weight: Weight, objective: Objective, layer: LayerAddress | None) -> list[Part]:
        return [
            Part(
                multiply(weight, share),
                type(objective).__name__,
                names,
                objective.bind([self._target(name) for name in names]),
                objective.sees_source,
                objective.is_balanced,
                objective.pointwise and len(names) == 1,
            )
            for share, names in self._resolve(objective, layer)
        ]

    def _balance(self, source: Tensor) -> None:
        """Weigh balanced parts against all others; or, among themselves, against those that move."""
        others = [part for part in self.parts if not part.is_balanced]
        others = others or [part for part in self.parts if not part.sees_source]
        balanced = [part for part in self.parts if part not in others]
        if not balanced or not others:
            return
        factors = find_factors(
            self._network,
            self.layers,
            lambda maps, before: _add([part(Seen(maps, before), MIDDLE) for part in others]),
            [partial(_score_alone, part) for part in balanced],
            source,
        )
        louder = {
            id(part): replace(part, weight=multiply(part.weight, factor))
            for part, factor in zip(balanced, factors, strict=True)
        }
        for group in self.groups:
            group.parts = [louder.get(id(part), part) for part in group.parts]

    def _resolve(
        self, objective: Objective, layer: LayerAddress | None
    ) -> list[tuple[float, list[str]]]:
        addresses = [_require_layer(layer, address) for address in objective.layers()]
        found = [self._network.find_all(address) for address in addresses]
        if len(found) == 1:
            return [(1 / len(found[0]), [name]) for name in found[0]]
        for address, names in zip(addresses, found, strict=True):
            if len(names) > 1:
                raise BadInput(f"{address!r} names {len(names)} layers; this objective needs one")
        return [(1.0, [names[0] for names in found])]

    def _target(self, name: str) -> Target:
        network = self._network
        return Target(
            layer=name,
            channels=network.channels(name),
            aspect=self._aspect,
            rng=self._rng,
            statistics=lambda: network.statistics(name),
            classifier=network.classifier,
            activate=lambda picture: _activate(network, picture, name),
            source=self._show_source,
        )

    def _show_source(self) -> Tensor:
        if self._source is None:
            raise RuntimeError("there is no source picture to look at")
        return shrink_to_fit(self._source[None], LARGEST_SOURCE).clamp(0, 1)


def _add(values: Sequence[Tensor]) -> Tensor:
    return sum(values[1:], values[0])


def _score_alone(part: Part, maps: Mapping[str, Tensor], source: Mapping[str, Tensor]) -> Tensor:
    return replace(part, weight=1.0)(Seen(maps, source), MIDDLE)


def _require_layer(default: LayerAddress | None, own: LayerAddress | None) -> LayerAddress:
    address = default if own is None else own
    if address is None:
        raise BadInput("layer is missing: give a number, a name or a glob of the network's layers")
    return address


@torch.no_grad()
def _activate(network: Network, picture: Tensor, layer: str) -> Tensor:
    (activation,) = network.activations(picture.to(network.device), [layer])
    return activation
