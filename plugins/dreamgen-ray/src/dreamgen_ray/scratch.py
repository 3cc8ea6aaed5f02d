"""A worker's own copies of the files that recipes name."""

from __future__ import annotations

import hashlib
import shutil
from collections import OrderedDict
from pathlib import Path

import ray

from dreamgen_ray.shipping import Shipment, Shipped

KEPT_BYTES = 2 * 2**30


class Scratch:
    """Keeps files in a folder, those used last up to ``KEPT_BYTES`` of them."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._sizes: OrderedDict[Path, int] = OrderedDict()

    def place(self, name: str, shipment: Shipment) -> Path:
        """Return where the file, or the folder, is that recipes call ``name``.

        Every name has a path of its own. What is not here yet is fetched from the object store.
        """
        files = shipment.files
        content = "\n".join([name, *(f"{file.name} {file.digest}" for file in files)])
        own = self._folder / hashlib.sha256(content.encode()).hexdigest()[:24]
        path = own / "folder" if shipment.is_folder else own / files[0].name
        if own not in self._sizes:
            folder = path if shipment.is_folder else own
            folder.mkdir(parents=True, exist_ok=True)
            self._sizes[own] = sum(_write(folder / file.name, file) for file in files)
        self._sizes.move_to_end(own)
        return path

    def drop_oldest(self, keep: int) -> None:
        """Remove the files used longest ago beyond the budget, but not the last ``keep`` names."""
        while sum(self._sizes.values()) > KEPT_BYTES and len(self._sizes) > keep:
            oldest, _ = self._sizes.popitem(last=False)
            shutil.rmtree(oldest, ignore_errors=True)


def _write(path: Path, file: Shipped) -> int:
    with path.open("wb") as whole:
        for ref in file.refs:
            whole.write(ray.get(ref))
        return whole.tell()
