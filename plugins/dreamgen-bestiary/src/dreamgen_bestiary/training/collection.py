"""Pictures with labels, all of one size, in memory."""

from __future__ import annotations

import multiprocessing
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from dreamgen import move_into_place, temporary_path
from dreamgen_bestiary.catalogue import Drawn, catalogue
from dreamgen_bestiary.scene import draw_pictures

Tell = Callable[[int, int], None]
"""Hears how many pictures there are, and how many there will be."""
CHUNK = 16  # pictures drawn at once: what is shared within a batch is shared by no more
WORTHWHILE = 200  # such chunks: to start processes takes seconds


@dataclass(frozen=True)
class Collection:
    """images: uint8 (N, 3, S, S). labels: int64 (N,), places in ``classes``."""

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


def draw_collection(
    classes: Sequence[Drawn], count: int, side: int, seed: int, device: torch.device, tell: Tell
) -> Collection:
    """Draw ``count`` pictures of each class; always the same for a seed, in any order."""
    images = torch.empty(len(classes) * count, 3, side, side, dtype=torch.uint8)
    tasks = [
        _Task(drawing.name, first, min(CHUNK, count - first), side, seed, device.type)
        for drawing in classes
        for first in range(0, count, CHUNK)
    ]
    done = 0
    for batch in _draw_batches(tasks):
        images[done : done + len(batch)] = torch.from_numpy(batch)
        done += len(batch)
        tell(done, len(images))
    labels = torch.arange(len(classes)).repeat_interleave(count)
    return Collection(images, labels, tuple(drawing.name for drawing in classes))


class _Task(NamedTuple):
    name: str
    first: int
    size: int
    side: int
    seed: int
    device: str

    def draw(self) -> np.ndarray:
        chance = zlib.crc32(f"{self.seed} {self.name} {self.first}".encode())
        drawing = catalogue()[self.name]
        batch = draw_pictures(drawing, self.size, self.side, chance, torch.device(self.device))
        return (batch * 255).round().to("cpu", torch.uint8).numpy()


def _draw_batches(tasks: Sequence[_Task]) -> Iterator[np.ndarray]:
    """Draw in as many processes as there are cores, if there is enough to draw.

    A picture is thousands of small operations, which several threads do hardly faster than one.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if len(tasks) < WORTHWHILE or cores == 1 or tasks[0].device != "cpu":
        yield from map(_Task.draw, tasks)
        return
    spawn = multiprocessing.get_context("spawn")  # torch's threads do not outlive a fork
    with ProcessPoolExecutor(cores, spawn, torch.set_num_threads, (1,)) as pool:
        yield from pool.map(_Task.draw, tasks, chunksize=4)


def load_or_draw(
    folder: Path,
    classes: Sequence[Drawn],
    count: int,
    side: int,
    seed: int,
    device: torch.device,
    tell: Tell,
) -> Collection:
    """Return the collection that a folder keeps, or draw it and keep it there."""
    path = folder / f"pictures-{seed}-{count}x{len(classes)}-{side}.npy"
    if path.exists():
        images = torch.from_numpy(np.load(path))
        labels = torch.arange(len(classes)).repeat_interleave(count)
        return Collection(images, labels, tuple(drawing.name for drawing in classes))
    made = draw_collection(classes, count, side, seed, device, tell)
    with temporary_path(path) as draft:
        np.save(draft, made.images.numpy())
        move_into_place(draft, path)
    return made
