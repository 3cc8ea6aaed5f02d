"""Finished work kept in a folder beside the output, so that a long zoom can be resumed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.atomic import follow_links, write_atomically
from dreamgen.errors import BadInput, DreamError
from dreamgen.recipe.composing import split_embedded
from dreamgen.recipe.numbering import is_there
from dreamgen.recipe.toml import read_toml
from dreamgen.render.saving.locking import hidden_beside

if TYPE_CHECKING:
    from torch import Tensor

RECIPE = "recipe.toml"


class FolderStore:
    """Tensors as safetensors files. A file is put in place only when it is whole and on the disk."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def begin(cls, folder: Path, recipe: str) -> FolderStore:
        """Return the store of a folder, which is made, with a note of what is dreamed in it.

        Raise DreamError if it cannot be written to.
        """
        try:
            folder.mkdir(exist_ok=True)
            write_atomically(folder / RECIPE, recipe.encode())
        except OSError as problem:
            raise DreamError(f"{folder} cannot be written to: {problem.strerror}") from None
        return cls(folder)

    def recipe(self) -> dict[str, Any]:
        """Return what is dreamed in it, as a table. OSError or BadInput if nothing says so."""
        path = self.folder / RECIPE
        return read_toml(path.read_bytes().decode("utf-8", "replace"), str(path))

    def get(self, name: str) -> Tensor | None:
        """Return what was put under a name; None too if its file is damaged: it is made again."""
        from safetensors import SafetensorError
        from safetensors.torch import load

        try:
            return load((self.folder / f"{name}.safetensors").read_bytes())["value"]
        except (FileNotFoundError, SafetensorError, KeyError):
            return None

    def put(self, name: str, value: Tensor) -> None:
        """Keep a tensor. Raise DreamError if the folder cannot be written to."""
        from safetensors.torch import save

        data = save({"value": value.detach().cpu().contiguous()})
        try:
            write_atomically(self.folder / f"{name}.safetensors", data)
        except OSError as problem:
            reason = problem.strerror or problem
            raise DreamError(f"{self.folder} cannot be written to: {reason}") from None

    def clear(self) -> None:
        """Remove what was kept, and the folder unless it holds anything else."""
        with suppress(OSError):
            for path in [*self.folder.glob("*.safetensors"), self.folder / RECIPE]:
                path.unlink(missing_ok=True)
            for draft in self.folder.glob(".*.????????.*"):  # of a process that was killed
                draft.unlink(missing_ok=True)
            self.folder.rmdir()


def folder_of(output: Path) -> Path:
    """Return the folder for the work on an output: for zoom.mp4, .zoom.mp4.dreamgen beside it."""
    return hidden_beside(follow_links(output), "dreamgen")


def has_work(output: Path) -> bool:
    """Say whether dreams of an unfinished zoom, or pictures of a sheet, are kept for an output."""
    return any(any(folder_of(output).glob(kind)) for kind in ("*.safetensors", "*.png"))


def is_done(output: Path) -> bool:
    """Say whether something is at an output's place and no work for it is left."""
    return is_there(output) and not folder_of(output).is_dir()


def is_unfinished(recipe: str | None, output: Path) -> bool:
    """Say whether the recipe of a file is that of the unfinished work for it."""
    if recipe is None:
        return False
    made, begun = split_embedded(recipe, str(output))[0], _begun(output)
    return made == {key: value for key, value in begun.items() if key != "made"}


def open_store(output: Path, recipe: str, resume: bool) -> FolderStore:
    """Return the store of an output, emptied unless it is to be resumed.

    Raise BadInput if there is nothing to resume, or if the work there is of another recipe.
    """
    folder = folder_of(output)
    if resume:
        _check_same(recipe, output)
        return FolderStore(folder)
    FolderStore(folder).clear()
    return FolderStore.begin(folder, recipe)


@contextmanager
def temporary_store() -> Iterator[FolderStore]:
    """Give a store that is gone afterwards, for zooms that are not written to a file."""
    with tempfile.TemporaryDirectory(prefix="dreamgen-") as folder:
        yield FolderStore(Path(folder))


def made_before(output: Path) -> dict[str, Any]:
    """Return what the unfinished work for an output was made by. Raise BadInput without any."""
    return _begun(output).get("made", {})


def _begun(output: Path) -> dict[str, Any]:
    try:
        return FolderStore(folder_of(output)).recipe()
    except OSError:
        raise BadInput(f"--resume: there is no unfinished work for {output}") from None


def _check_same(recipe: str, output: Path) -> None:
    before, now = (
        {**table.pop("made", {}), **table}
        for table in (_begun(output), read_toml(recipe, "recipe"))
    )
    changed = sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))
    if changed:
        raise BadInput(
            f"--resume: {output} was begun with another {' and '.join(changed)}; "
            "give the same again, or begin anew with --force in place of --resume"
        )
