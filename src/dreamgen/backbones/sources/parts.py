"""The part of a checkpoint that is the network: without wrappers' names, heads and attackers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

# Added in front of every name by DistributedDataParallel, torch.compile and training frameworks.
PREFIXES = ("module.", "_orig_mod.", "model.", "net.", "network.", "backbone.", "encoder.")
# In front of some names, beside a loss, a projector or a second copy; the averaged copy first.
PARTS = (
    "ema_model.", "model_ema.", "ema.", "teacher.", "target_encoder.", "backbone.", "encoder_q.",
    "online_encoder.", "encoder.", "student.", "model.", "net.", "network.", "visual.trunk.",
    "visual.", "trunk.",
)  # fmt: skip
# Of masked autoencoders (He et al. 2022): for their training alone.
PRETRAINING = ("decoder", "mask_token")
NORMALISER = re.compile(r"(?:normali[sz]er?)\.(?:new_)?(mean|std)")


@dataclass(frozen=True)
class Wrapper:
    """What a model that was wrapped for adversarial training says beside its weights.

    mean, std: those of its normaliser, for values in 0..1; empty where it has none.
    attacked: whether it comes with the attacker that it was trained against.
    """

    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    attacked: bool = False


def strip_prefixes(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Take off prefixes that all names share."""
    for prefix in PREFIXES * 2:
        if tensors and all(name.startswith(prefix) for name in tensors):
            tensors = {name.removeprefix(prefix): x for name, x in tensors.items()}
    return tensors


def unwrap(tensors: dict[str, Tensor]) -> tuple[dict[str, Tensor], Wrapper]:
    """Return the network's own tensors, and what a wrapper for adversarial training held.

    Both MadryLab's robustness (``normalizer``, ``model`` and ``attacker``, with a second copy of the
    network; Engstrom et al. 2019) and RobustBench (``normalize`` and ``model``) write such files.
    """
    tensors = strip_prefixes(tensors)
    found = {match[1]: x for name, x in tensors.items() if (match := NORMALISER.fullmatch(name))}
    attacked = any(name.startswith("attacker.") for name in tensors)
    own = {
        name: x
        for name, x in tensors.items()
        if not name.startswith("attacker.") and not NORMALISER.fullmatch(name)
    }
    values = {key: tuple(x.flatten().tolist()) for key, x in found.items() if _is_plain(x)}
    if len({len(value) for value in values.values()}) != 1 or min(values.get("std", (0,))) <= 0:
        values = {}
    return strip_prefixes(own), Wrapper(**values, attacked=attacked)


def list_parts(tensors: Mapping[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    """Yield what may be the network among other things: all, then each known part of it."""
    yield dict(tensors)
    for prefix in PARTS:
        part = {k.removeprefix(prefix): x for k, x in tensors.items() if k.startswith(prefix)}
        if part and len(part) < len(tensors):
            yield strip_prefixes(part)
    if kept := {name: x for name, x in tensors.items() if not name.startswith(PRETRAINING)}:
        yield kept


def _is_plain(values: Tensor) -> bool:
    return values.numel() in (1, 3) and bool(torch.isfinite(values).all())
