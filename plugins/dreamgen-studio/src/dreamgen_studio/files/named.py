"""The uploads that a request names: what recipes call them, and where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from dreamgen import MovedFiles, Recipe
from dreamgen_studio.files.films import Films
from dreamgen_studio.files.names import free_name
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.request import FieldProblem, NotFound, Request

UPLOAD = re.compile(r"\bup-[0-9a-zA-Z]{20}\b")
"""The id of an upload, wherever in a text."""


@dataclass
class NamedFiles:
    """Names by the ids of uploads, and places by these names. Two of one name get numbers."""

    names: dict[str, str] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def find(cls, visitor: str, request: Request, uploads: Uploads, films: Films) -> NamedFiles:
        """Return the files of a request; FieldProblem for one that this visitor has not brought.

        Where no film is asked for, the frame that is shown at a moment stands for a film.
        """
        files = cls()
        places = {"source": request.source, "mask": request.mask, **request.settings}
        for key, text in places.items():
            for upload in UPLOAD.findall(text or ""):
                try:
                    path = uploads.path(visitor, upload)
                    if uploads.get(visitor, upload).is_film and request.kind != "film":
                        path = films.still(visitor, upload, request.at)
                    files.add(upload, path.name, path)
                except NotFound as problem:
                    raise FieldProblem(str(problem), key) from None
        files._add_called(visitor, request, uploads)
        if request.mask is not None and request.mask not in files.names:
            raise FieldProblem("a mask is an upload", "mask")
        return files

    def add(self, upload: str, name: str, path: Path) -> None:
        """Take an upload in."""
        if upload not in self.names:
            self.names[upload] = free_name(name, set(self.names.values()))
            self.paths[self.names[upload]] = path

    def _add_called(self, visitor: str, request: Request, uploads: Uploads) -> None:
        """Take in the uploads that settings call by their own names, as csv(prices.csv, close)."""
        texts = [text for text in request.settings.values() if "." in text]
        for upload in uploads.all(visitor) if texts else ():
            is_known = upload.name in self.paths
            if not is_known and any(upload.name in text for text in texts):
                self.add(upload.id, upload.name, uploads.path(visitor, upload.id))

    def name_all(self, recipe: Recipe) -> Recipe:
        """Return a recipe with its owner's names in the place of ids and of our paths."""
        names = {upload: Path(name) for upload, name in self.names.items()}
        ours = {str(path): Path(name) for name, path in self.paths.items()}
        return MovedFiles({**names, **ours}).find(recipe)
