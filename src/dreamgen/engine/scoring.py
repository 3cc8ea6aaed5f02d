"""Weighted objectives over a network's layers become one function of the picture."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Forward, Network
from dreamgen.errors import BadInput
from dreamgen.objectives.base import Objective, Score, Target, Weighted
from dreamgen.recipe.values import LayerAddress


class Scoring:
    """Objectives bound to the layers of one network for one render.

    ``layers`` are the modules to be watched, each once. A glob that names several layers stands for
    the mean of the objective over them.
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
        self._parts: list[tuple[float, list[str], Score]] = []
        for weight, objective in terms:
            for share, names in self._resolve(objective, layer):
                score = objective.bind([self._target(name) for name in names])
                self._parts.append((weight * share, names, score))
        used = [name for _, names, _ in self._parts for name in names]
        self.layers = list(dict.fromkeys(used))

    def of(self, look: Forward) -> Callable[[Tensor], Tensor]:
        """Return the function from a picture, (1, 3, H, W) in 0..1, to the number to maximise."""

        def score(picture: Tensor) -> Tensor:
            seen = dict(zip(self.layers, look(picture), strict=True))
            values = [
                weight * part([seen[name] for name in names]) for weight, names, part in self._parts
            ]
            return sum(values[1:], values[0])

        return score

    def _resolve(
        self, objective: Objective, layer: LayerAddress | None
    ) -> list[tuple[float, list[str]]]:
        addresses = [layer if address is None else address for address in objective.layers()]
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
            see=lambda picture: _seen(network, picture, name),
        )


@torch.no_grad()
def _seen(network: Network, picture: Tensor, layer: str) -> Tensor:
    (activation,) = network.activations(picture.to(network.device), [layer])
    return activation
