"""A user's own pictures as a collection: many crops of each, large and small."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from dreamgen import BadInput
from dreamgen_bestiary.training.collection import Collection, Tell

CROPS = 6000  # in all, shared out evenly over the classes
SMALLEST_CROP = 0.35  # of the picture's shorter side
LARGEST = 1600  # pixels on the longer side that a picture is kept at for cropping


def crop_pictures(folder: Path, side: int, seed: int, tell: Tell) -> Collection:
    """Return crops of the pictures in a folder.

    Each subfolder is a class; without subfolders every picture is a class of its own, and its crops
    are what the class looks like. Raise BadInput if there are fewer than two classes.
    """
    groups = _group_by_folder(folder)
    if len(groups) < 2:
        raise BadInput(
            f"--pictures {folder}: there must be two pictures at least, or two subfolders of pictures"
        )
    each = max(1, CROPS // len(groups))
    images = torch.empty(each * len(groups), 3, side, side, dtype=torch.uint8)
    done = 0
    for name, paths in groups.items():
        rng = random.Random(f"{seed} {name}")
        opened = [_open(path) for path in paths]
        for number in range(each):
            images[done] = _crop(opened[number % len(opened)], side, rng)
            done += 1
        tell(done, len(images))
    labels = torch.arange(len(groups)).repeat_interleave(each)
    return Collection(images, labels, tuple(groups))


def _group_by_folder(folder: Path) -> dict[str, list[Path]]:
    if not folder.is_dir():
        raise BadInput(f"--pictures {folder}: there is no such folder")
    subfolders = sorted(item for item in folder.iterdir() if item.is_dir())
    found = {sub.name: _list_readable(sub) for sub in subfolders}
    if not any(found.values()):
        found = {path.stem: [path] for path in _list_readable(folder)}
    return {name: paths for name, paths in found.items() if paths}


def _list_readable(folder: Path) -> list[Path]:
    known = Image.registered_extensions()
    files = [path for path in folder.iterdir() if path.is_file()]
    return sorted(path for path in files if path.suffix.lower() in known)


def _open(path: Path) -> Image.Image:
    try:
        with Image.open(path) as image:
            image.thumbnail((LARGEST, LARGEST))
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, Image.DecompressionBombError) as problem:
        raise BadInput(f"{path} cannot be read as a picture: {problem}") from None


def _crop(image: Image.Image, side: int, rng: random.Random) -> torch.Tensor:
    shorter = min(image.size)
    size = shorter * rng.uniform(SMALLEST_CROP, 1.0)
    left, top = rng.uniform(0, image.width - size), rng.uniform(0, image.height - size)
    box = (left, top, left + size, top + size)
    small = image.resize((side, side), Image.Resampling.BICUBIC, box)
    return torch.from_numpy(np.array(small)).permute(2, 0, 1)
