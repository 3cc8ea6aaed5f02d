"""What a sweep goes through: which layers, which channels, and the flag that makes each one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.expressions import Call, Term
from dreamgen.recipe import Recipe

if TYPE_CHECKING:
    from dreamgen.backbones.network import Network

MOST_CELLS = 400


@dataclass(frozen=True)
class Station:
    """One picture of a sweep: its recipe, its caption, and the flag that makes it alone."""

    recipe: Recipe
    caption: str
    flag: str


def read_closeups(texts: Sequence[str]) -> list[Call]:
    """Return the finishes of ``--closeup x,y,w``."""
    calls = []
    for text in texts:
        try:
            x, y, width = (float(part) for part in text.split(","))
        except ValueError:
            raise BadInput(
                f"--closeup {text}: must be x,y,w as shares of the picture, as 0.4,0.3,0.15"
            ) from None
        calls.append(Call("closeup", (), {"x": x, "y": y, "width": width}))
    return calls


def read_numbers(text: str, what: str) -> list[int]:
    """Return the numbers of ``1-6`` or ``2,4,9-11``."""
    numbers: list[int] = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        if found is None:
            raise BadInput(f"{what} {text}: must be numbers and ranges, as 1-6 or 2,4,9-11")
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first or last - first >= MOST_CELLS:
            raise BadInput(f"{what} {text}: a range runs upwards, over {MOST_CELLS} at most")
        numbers += range(first, last + 1)
    return numbers


def layer_stations(recipe: Recipe, text: str | None, network: Network) -> list[Station]:
    """Return a station for each layer: numbers, a glob or a name; all of the network's by default."""
    known = {layer.name: layer.number for layer in network.layers}
    if text is None:
        addresses = [layer.name for layer in network.layers]
    elif re.fullmatch(r"[\d,\s-]+", text):
        addresses = [network.find(number) for number in read_numbers(text, "--layers")]
    else:
        addresses = network.find_all(text)
    stations = []
    for name in addresses:
        address = known.get(name, name)
        caption = f"layer {address}" if name in known else name
        one = recipe.model_copy(update={"layer": address})
        stations.append(Station(one, caption, f"--layer {address}"))
    return stations


def channel_stations(
    recipe: Recipe, text: str, network: Network, strongest: Callable[[str, int], list[int]]
) -> list[Station]:
    """Return a station for each channel of ``LAYER:0-15`` or ``LAYER:strongest:8``."""
    address, _, rest = text.partition(":")
    layer = network.find(int(address) if address.isdigit() else address)
    if rest.startswith("strongest"):
        count = rest.removeprefix("strongest").removeprefix(":") or "8"
        if not count.isdigit() or not 1 <= int(count) <= MOST_CELLS:
            raise BadInput(f"--channels {text}: how many? as in {address}:strongest:8")
        numbers = strongest(layer, int(count))
    else:
        numbers = read_numbers(rest, "--channels")
    last = network.channels(layer) - 1
    if max(numbers) > last:
        raise BadInput(f"--channels {text}: layer {address} has channels 0 to {last}")
    stations = []
    plain = int(address) if address.isdigit() else address
    for number in numbers:
        objective = (Term(Call("channel", (plain, number))),)
        one = recipe.model_copy(update={"objective": objective})
        flag = f'--objective "channel({address}, {number})"'
        stations.append(Station(one, f"channel {number}", flag))
    return stations
