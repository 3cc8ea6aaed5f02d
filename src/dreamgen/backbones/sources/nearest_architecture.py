"""Which architecture a file of weights was made for, if the one asked for is another."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping

from torch import Tensor, nn

from dreamgen.errors import DreamError

MOST = 12  # architectures that are tried
SECONDS = 2.0


def find_fitting_architecture(tensors: Mapping[str, Tensor], asked: str) -> str | None:
    """Return a relative of the architecture asked for that the tensors fit, classifier aside.

    Only the plainest names of its family are tried, and for a short time.
    """
    from dreamgen.backbones.sources.architecture import outline

    start = time.monotonic()
    for name in _list_relatives(asked):
        if time.monotonic() - start > SECONDS:
            break
        try:
            module = outline(name)
        except DreamError:
            continue
        if _fits(module, tensors):
            return name
    return None


def _list_relatives(asked: str) -> Iterator[str]:
    """Yield names that begin with the same letters, the shortest and so the plainest first."""
    import timm

    letters = re.match(r"[a-z]*", asked.rpartition("/")[2].lower())
    family = timm.list_models(f"{letters[0]}*") if letters and letters[0] else []
    yield from sorted(family, key=lambda name: (len(name), name))[:MOST]


def _fits(module: nn.Module, tensors: Mapping[str, Tensor]) -> bool:
    config = getattr(module, "pretrained_cfg", None) or {}
    heads = config.get("classifier") or ()
    heads = (heads,) if isinstance(heads, str) else tuple(heads)
    shapes = {name: tensor.shape for name, tensor in module.state_dict().items()}
    known = all(name in shapes for name in tensors)
    return known and all(
        name in tensors and tensors[name].shape == shape
        for name, shape in shapes.items()
        if not name.startswith(heads or ("-",)) and not name.endswith("num_batches_tracked")
    )
