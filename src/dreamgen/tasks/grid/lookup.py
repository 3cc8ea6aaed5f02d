"""The values of an axis that only the network, or the picture, can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import LayerAddress, read_layer
from dreamgen.render.session import Session
from dreamgen.render.torch_settings import with_own_torch_settings
from dreamgen.tasks.grid.axis import ALL, Axis
from dreamgen.tasks.grid.values import read_range

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.render.job import Job

_CHANNELS = re.compile(r"(?:(.+?):)??(all|strongest(?::\w*)?|[\d,.\s-]+)")


def look_up_all(axes: Sequence[Axis], session: Session, recipe: Recipe) -> list[Axis]:
    """Return axes with all their values; the network and picture of a recipe load only if needed."""
    if not any(axis.needs_network for axis in axes):
        return list(axes)
    job = session.prepare(session.plan(recipe))
    return [look_up_values(axis, job) for axis in axes]


def list_layers(axes: Sequence[Axis]) -> Iterator[LayerAddress]:
    """Yield the layers that axes name, unless they vary the network too."""
    if {"backbone", "weights", "preset"} & {axis.key for axis in axes}:
        return
    for axis in axes:
        if axis.name == "layer":
            yield from (choice.value for choice in axis if choice.text != ALL)
        elif axis.name == "channel":
            asked = map(_CHANNELS.fullmatch, axis.texts)
            yield from (read_layer(match[1]) for match in asked if match and match[1])


@with_own_torch_settings
def look_up_values(axis: Axis, job: Job) -> Axis:
    """Return an axis with values in place of patterns and of ``all``, found in a job's network.

    Raise BadInput for a layer or channel that the network has not.
    """
    if not axis.needs_network:
        return axis
    find = {"layer": _find_layers, "channel": _find_channels, "concept": _find_concepts}[axis.name]
    return Axis(axis.name, axis.key, (find(axis, job),))


def _find_layers(axis: Axis, job: Job) -> list[str]:
    found: list[str] = []
    for choice in axis:
        found += _match_layers(choice.text, job.network)
    return found


def _match_layers(text: str, network: Network) -> list[str]:
    if text == ALL:
        return [str(layer.number) for layer in network.layers]
    if text.isdecimal():
        return [text]
    numbers = {layer.name: str(layer.number) for layer in network.layers}
    return [numbers.get(name, name) for name in network.find_all(text)]


def _find_channels(axis: Axis, job: Job) -> list[str]:
    """Return the channels of ``LAYER:0..15``, ``LAYER:strongest:8`` or ``LAYER:all``."""
    (text,) = axis.texts
    match = _CHANNELS.fullmatch(text)
    if match is None:
        raise BadInput(f"channel {text}: must be a layer and its channels, as 6:0..15 or 6:all")
    address = match[1] or str(job.layer)
    layer = job.network.find(read_layer(address))
    last = job.network.channels(layer) - 1
    numbers = _read_channels(match[2], text, last, job, layer)
    if max(numbers) > last:
        raise BadInput(f"channel {text}: layer {address} has channels 0 to {last}")
    return [f"{address}:{number}" for number in numbers]


def _read_channels(asked: str, text: str, last: int, job: Job, layer: str) -> Sequence[int]:
    if asked == ALL:
        return range(last + 1)
    if asked.startswith("strongest"):
        count = asked.removeprefix("strongest").removeprefix(":") or "8"
        if not count.isdecimal() or not 1 <= int(count) <= last + 1:
            raise BadInput(f"channel {text}: how many? 1 to {last + 1}, as in strongest:8")
        return _find_strongest(job, layer, int(count))
    return read_numbers(asked, "channel")


def read_numbers(text: str, what: str) -> list[int]:
    """Return the numbers of ``1..6`` or ``2,4,9-11``."""
    numbers: list[int] = []
    for part in (part.strip() for part in text.split(",")):
        span = read_range(f"{part}..{part}" if part.isdecimal() else part, what)
        if span is None or span.stop > 1_000_000:
            raise BadInput(f"{what} {text}: must be numbers and ranges, as 1..6 or 2,4,9..11")
        numbers += span
    return numbers


def _find_strongest(job: Job, layer: str, count: int) -> list[int]:
    """Return the channels that answer to the picture most, in units of their usual deviation."""
    import torch

    with torch.no_grad():
        shown = job.picture.pixels[None].to(job.network.device)
        (seen,) = job.network.activations(shown, [layer])
    mean, deviation = job.network.statistics(layer)
    answer = (seen.mean((0, 2, 3)) - mean) / (deviation + 0.05 * deviation.mean())
    return answer.topk(count).indices.tolist()


def _find_concepts(axis: Axis, job: Job) -> list[str]:
    if len(axis) > 1:
        raise BadInput("concept: all is every name already, so none stands beside it")
    return [label[0] for label in job.network.classifier().labels]
