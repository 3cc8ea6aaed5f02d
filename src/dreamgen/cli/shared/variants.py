"""What a sheet goes through: layers, channels or names, and the flag that makes each picture."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.recipe.expressions import Call, Term, write
from dreamgen.recipe.schema import Recipe

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.render.job import Job

MOST_CELLS = 4096  # no layer that anyone would look through is wider


@dataclass(frozen=True)
class Variant:
    """One picture of a sheet: its recipe, its caption, and the flag that makes it alone."""

    recipe: Recipe
    caption: str
    flag: str


def read_closeups(texts: Sequence[str]) -> list[Call]:
    """Return the effects of ``--closeup x,y,w``."""
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


def layer_variants(recipe: Recipe, text: str | None, network: Network) -> list[Variant]:
    """Return a variant for each layer: numbers, a glob or a name; all of the network's by default."""
    known = {layer.name: layer.number for layer in network.layers}
    if text is None:
        addresses = [layer.name for layer in network.layers]
    elif re.fullmatch(r"[\d,\s-]+", text):
        addresses = [network.find(number) for number in read_numbers(text, "--layers")]
    else:
        addresses = network.find_all(text)
    variants = []
    for name in addresses:
        address = known.get(name, name)
        caption = f"layer {address}" if name in known else name
        one = recipe.model_copy(update={"layer": address})
        variants.append(Variant(one, caption, f"--layer {address}"))
    return variants


def channel_variants(job: Job, text: str) -> list[Variant]:
    """Return a variant for each channel of ``LAYER:0-15``, ``LAYER:strongest:8`` or ``LAYER:all``."""
    network = job.network
    address, _, rest = text.partition(":")
    layer = network.find(int(address) if address.isdigit() else address)
    last = network.channels(layer) - 1
    if rest.startswith("strongest"):
        count = rest.removeprefix("strongest").removeprefix(":") or "8"
        if not count.isdigit() or not 1 <= int(count) <= MOST_CELLS:
            raise BadInput(f"--channels {text}: how many? as in {address}:strongest:8")
        numbers = _strongest(job, layer, int(count))
    else:
        numbers = list(range(last + 1)) if rest == "all" else read_numbers(rest, "--channels")
    if max(numbers) > last:
        raise BadInput(f"--channels {text}: layer {address} has channels 0 to {last}")
    plain = int(address) if address.isdigit() else address
    return [
        _variant(job.recipe, Call("channel", (plain, number)), f"channel {number}")
        for number in numbers
    ]


def _strongest(job: Job, layer: str, count: int) -> list[int]:
    """Return the channels that answer to the picture most, in units of their usual deviation."""
    import torch

    with torch.no_grad():
        shown = job.picture.pixels[None].to(job.network.device)
        (seen,) = job.network.activations(shown, [layer])
    mean, deviation = job.network.statistics(layer)
    answer = (seen.mean((0, 2, 3)) - mean) / (deviation + 0.05 * deviation.mean())
    return answer.topk(min(count, len(answer))).indices.tolist()


def concept_variants(job: Job, text: str) -> list[Variant]:
    """Return a variant for each name of ``owl, skull``, or of all that the network has for ``all``."""
    if text.strip() == "all":
        names = [label[0] for label in job.network.classifier().labels]
    else:
        names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise BadInput("--concepts: must be names with commas, as owl, skull; or all")
    return [_variant(job.recipe, Call("concept", (name,)), name) for name in names]


def _variant(recipe: Recipe, call: Call, caption: str) -> Variant:
    one = recipe.model_copy(update={"objective": (Term(call),)})
    return Variant(one, caption, f"--objective {shlex.quote(write(call))}")
