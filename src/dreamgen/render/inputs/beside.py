"""What a recipe names beside its input: masks, guides, styles, vectors. Read, and noted."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput, InputWarning
from dreamgen.loaders.base import Source
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.relative import is_folder
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size
from dreamgen.render.inputs.loading import SAMPLE, load_picture, read_input
from dreamgen.render.permissions import Permissions
from dreamgen.render.saving.provenance import digest

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture

MOST_PICTURES = 64
"""Pictures that are read of a folder: more hardly change what they have in common."""


class FilesBeside:
    """Reads them by name, as a caller permits; ``digests`` are of those read so far, by name.

    Code is never run for them: what a caller permits is meant for the input.
    """

    def __init__(self, registry: Registry, permissions: Permissions):
        self._registry = registry
        self._permissions = replace(permissions, run_code=False)
        self.digests: dict[str, str] = {}

    def __call__(self, name: str, size: Size) -> Picture:
        """Return the picture of a file or of ``sample:NAME``; BadInput where there is none."""
        return self._load(self._read(name), size)

    def data(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return self._read(name).data

    def folder(self, name: str, size: Size) -> list[Picture]:
        """Return the pictures of a folder, in the order of their names; of a file its one.

        Of more than ``MOST_PICTURES`` as many stand for all. What is no picture is passed over.
        """
        if name.startswith(SAMPLE) or not is_folder(Path(name)):
            return [self(name, size)]
        self._permissions.check_file(name)
        sources = [read_input(str(path)) for path in list_folder(Path(name))]
        whole = hashlib.sha256(b"".join(hashlib.sha256(one.data).digest() for one in sources))
        self.digests[name] = whole.hexdigest()[:16]
        return self._load_all(sources, name, size)

    def _load_all(self, sources: list[Source], name: str, size: Size) -> list[Picture]:
        pictures, refused = [], []
        for source in sources:
            try:
                pictures.append(self._load(source, size))
            except BadInput as problem:
                refused.append(str(problem))
        if not pictures:
            raise BadInput(f"there is no picture in the folder {name}")
        if refused:
            warnings.warn(
                f"{len(refused)} of {len(sources)} files in {name} are passed over: {refused[0]}",
                InputWarning,
                stacklevel=2,
            )
        return pictures

    def _read(self, name: str) -> Source:
        if not name.startswith(SAMPLE):
            self._permissions.check_file(name)
        source = read_input(name)
        if not name.startswith(SAMPLE):
            self.digests[name] = digest(source.data)
        return source

    def _load(self, source: Source, size: Size) -> Picture:
        plain = Recipe(size=size, protect="none")
        return load_picture(source, plain, self._registry, self._permissions)


def list_folder(folder: Path) -> list[Path]:
    """Return the files of a folder that stand for all of it, in the order of their names."""
    shown = [path for path in folder.iterdir() if path.is_file() and path.name[0] != "."]
    return sorted(shown)[:: -(-len(shown) // MOST_PICTURES) or 1]
