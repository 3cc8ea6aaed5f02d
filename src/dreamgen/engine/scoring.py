"""Weighted objectives over a network's layers become one number for a picture."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Objective, Score, Target, Weighted
from dreamgen.recipe.values import LayerAddress


@dataclass(frozen=True)
class Part:
    """One weighted objective on its layers; ``objective`` is its class's name."""

    weight: float
    objective: str
    layers: Sequence[str]
    score: Score

    def __call__(self, activations: Mapping[str, Tensor]) -> Tensor:
        return self.weight * self.score([activations[name] for name in self.layers])


class Scoring:
    """Objectives bound to the layers of one network for one render.

    ``layers`` are the modules whose activations are scored, each once; ``parts`` are what is
    summed. A glob that names several
    layers stands for the mean of the objective over them.
    """

    def __init__(
        self,
        network: Network,
        terms: Sequence[Weighted],
        layer: LayerAddress | None,
        aspect: float,
        rng: random.Random,
    ):
        self._network = network
        self._aspect = aspect
        self._rng = rng
        self.parts: list[Part] = []
        for weight, objective in terms:
            for share, names in self._resolve(objective, layer):
                score = objective.bind([self._target(name) for name in names])
                self.parts.append(Part(weight * share, type(objective).__name__, names, score))
        used = [name for part in self.parts for name in part.layers]
        self.layers = list(dict.fromkeys(used))

    def score(self, activations: Mapping[str, Tensor]) -> Tensor:
        """Return the number to maximise, of shape (), for one picture.

        ``activations`` has at least the maps of ``layers``, each (1, C, h, w).
        """
        values = [part(activations) for part in self.parts]
        return sum(values[1:], values[0])

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
        )


def _require_layer(default: LayerAddress | None, own: LayerAddress | None) -> LayerAddress:
    address = default if own is None else own
    if address is None:
        raise BadInput("layer is missing: give a number, a name or a glob of the network's layers")
    return address


@torch.no_grad()
def _activate(network: Network, picture: Tensor, layer: str) -> Tensor:
    (activation,) = network.activations(picture.to(network.device), [layer])
    return activation
