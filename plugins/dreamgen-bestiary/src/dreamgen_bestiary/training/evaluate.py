"""How often a network is right about pictures it never saw, as they are and under attack."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from dreamgen_bestiary.training.attack import Logits, perturb
from dreamgen_bestiary.training.collection import Collection, Tell

BATCH = 50


@dataclass(frozen=True)
class Accuracy:
    """Shares in 0..1; ``by_class`` is of unattacked pictures."""

    clean: float
    robust: float
    by_class: dict[str, float]


def measure_accuracy(
    logits: Logits,
    collection: Collection,
    radius: float,
    steps: int,
    device: torch.device,
    tell: Tell,
) -> Accuracy:
    """Classify every picture, and again after an attack of so many steps."""
    generator = torch.Generator().manual_seed(1)
    clean, robust = [], []
    for first in range(0, len(collection), BATCH):
        pictures = collection.images[first : first + BATCH].to(device).float() / 255
        labels = collection.labels[first : first + BATCH].to(device)
        with torch.no_grad():
            clean.append((logits(pictures).argmax(1) == labels).cpu())
        changed = perturb(logits, pictures, labels, radius, steps, generator)
        with torch.no_grad():
            robust.append((logits(changed).argmax(1) == labels).cpu())
        tell(first + len(labels), len(collection))
    right = torch.cat(clean).float()
    by_class = {
        name: float(right[collection.labels == number].mean())
        for number, name in enumerate(collection.classes)
    }
    return Accuracy(float(right.mean()), float(torch.cat(robust).float().mean()), by_class)
