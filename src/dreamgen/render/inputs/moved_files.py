"""Files that lie elsewhere than recipes say: those of another machine, in a folder of this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.texts import replace_texts
from dreamgen.render.job import Job


class MovedFiles:
    """Where files and folders are, by the names that recipes have for them.

    A session with moved files reads them, and notes in each result the names that its recipe had.
    Every name needs a path of its own, or else the way back would not be known.
    """

    def __init__(self, places: Mapping[str, Path] | None = None):
        self._paths = {name: str(path) for name, path in (places or {}).items()}
        self._names = {path: name for name, path in self._paths.items()}

    def find(self, recipe: Recipe) -> Recipe:
        """Return a recipe with the paths of moved files in the place of their names."""
        if not self._paths:
            return recipe
        found = replace_texts(recipe, self._paths)
        if found.backbone != recipe.backbone:  # it is kept as it was written
            self._names[found.backbone] = recipe.backbone
        return found

    def restore(self, job: Job) -> Job:
        """Return a job whose recipe has its own names again, which its result will tell."""
        if not self._paths:
            return job
        made = dict(job.made)
        if "files_sha256" in made:
            digests = made["files_sha256"].items()
            made["files_sha256"] = {self._names.get(path, path): it for path, it in digests}
        return replace(job, recipe=replace_texts(job.recipe, self._names), made=made)

    def restore_text(self, text: str) -> str:
        """Return a message that names files as recipes do."""
        for path, name in self._names.items():
            text = text.replace(path, name)
        return text
