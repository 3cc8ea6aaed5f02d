"""What a network has, and what of it fires at a place of a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dreamgen import BadInput, Recipe, Session

STRONGEST = 6
"""Channels of each layer, and concepts, that are told."""
Network = Any
"""What a session loads."""


def list_layers(
    order: Mapping[str, Any],
    session: Session,
    tell: Callable[[Mapping[str, Any]], None],
    check: Callable[[], None],
) -> dict[str, Any]:
    """Return the layers of a recipe's network."""
    network = _prepare(order, session).network
    layers = [[layer.number, layer.name, layer.channels] for layer in network.layers]
    return {"layers": layers}


def look(
    order: Mapping[str, Any],
    session: Session,
    tell: Callable[[Mapping[str, Any]], None],
    check: Callable[[], None],
) -> dict[str, Any]:
    """Return the strongest channels at the place ``x``, ``y`` in each layer, and the concepts there.

    A channel's strength is by how many of its standard deviations it is above its mean over
    pictures; a concept's is the share that the classifier, applied at this place alone, gives it.
    """
    import torch

    job = _prepare(order, session)
    pictures = job.picture.pixels[None].to(job.network.device)
    place = order["x"], order["y"]
    with torch.no_grad():
        channels = list(_find_channels(job.network, pictures, place, order["layer"]))
        concepts = _find_concepts(job.network, pictures, place)
    return {"channels": channels, "concepts": concepts}


def _prepare(order: Mapping[str, Any], session: Session) -> Any:
    recipe = Recipe.from_toml(order["recipe"], order["origins"])
    return session.prepare(session.plan(recipe))


def _find_channels(
    network: Network, pictures: Any, place: tuple[float, float], wanted: int | str | None
) -> Iterator[list[Any]]:
    numbers = {layer.name: layer.number for layer in network.layers}
    names = list(numbers) if wanted is None else network.find_all(wanted)
    for name, activation in zip(names, network.activations(pictures, names), strict=True):
        mean, deviation = network.statistics(name)
        strengths = (_at(activation, place) - mean) / deviation.clamp(min=1e-6)
        best = strengths.topk(min(STRONGEST, len(strengths)))
        for strength, channel in zip(best.values.tolist(), best.indices.tolist(), strict=True):
            if strength > 0:
                yield [name, numbers.get(name, 0), channel, round(strength, 3)]


def _find_concepts(network: Network, pictures: Any, place: tuple[float, float]) -> list[list[Any]]:
    try:
        classifier = network.classifier()
    except BadInput:  # it has none
        return []
    (features,) = network.activations(pictures, [network.find("features")])
    shares = _at(classifier.logits(features), place).softmax(0)
    best = shares.topk(min(STRONGEST, len(shares)))
    pairs = zip(best.values.tolist(), best.indices.tolist(), strict=True)
    return [[classifier.labels[number][0], round(share, 4)] for share, number in pairs]


def _at(activation: Any, place: tuple[float, float]) -> Any:
    """Return an activation (1, C, H, W) at a place given as shares of width and height: (C,)."""
    _, _, height, width = activation.shape
    column, row = int(place[0] * width), int(place[1] * height)
    return activation[0, :, min(row, height - 1), min(column, width - 1)]
