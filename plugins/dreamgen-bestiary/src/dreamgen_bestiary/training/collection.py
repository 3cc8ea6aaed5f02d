"""Pictures with labels, all of one size, in memory."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import Drawn
from dreamgen_bestiary.scene import pictures

Tell = Callable[[int, int], None]
"""Hears how many pictures there are, and how many there will be."""
CHUNK = 16  # pictures drawn at once: what is shared within a batch is shared by no more


@dataclass(frozen=True)
class Collection:
    """images: uint8 (N, 3, S, S). labels: int64 (N,), places in ``classes``."""

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


def drawn(
    classes: Sequence[Drawn], count: int, side: int, seed: int, device: torch.device, tell: Tell
) -> Collection:
    """Draw ``count`` pictures of each class; always the same for a seed, whatever the order."""
    images = torch.empty(len(classes) * count, 3, side, side, dtype=torch.uint8)
    done = 0
    for drawing in classes:
        for first in range(0, count, CHUNK):
            size = min(CHUNK, count - first)
            chance = zlib.crc32(f"{seed} {drawing.name} {first}".encode())
            batch = pictures(drawing, size, side, chance, device)
            images[done : done + size] = (batch * 255).round().to("cpu", torch.uint8)
            done += size
            tell(done, len(images))
    labels = torch.arange(len(classes)).repeat_interleave(count)
    return Collection(images, labels, tuple(drawing.name for drawing in classes))


def drawn_once(
    folder: Path,
    classes: Sequence[Drawn],
    count: int,
    side: int,
    seed: int,
    device: torch.device,
    tell: Tell,
) -> Collection:
    """Do as :func:`drawn`, but keep the pictures in a folder, and take them from there if they are."""
    path = folder / f"pictures-{seed}-{count}x{len(classes)}-{side}.npy"
    if path.exists():
        images = torch.from_numpy(np.load(path))
        labels = torch.arange(len(classes)).repeat_interleave(count)
        return Collection(images, labels, tuple(drawing.name for drawing in classes))
    made = drawn(classes, count, side, seed, device, tell)
    partial = path.with_suffix(".partial.npy")
    np.save(partial, made.images.numpy())
    partial.replace(path)
    return made
