"""Which output writes a file, and how it gets into place only when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.atomic import move_into_place, temporary_path
from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.base import Output
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Call
from dreamgen.recipe.schema import Recipe

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


def find_output(recipe: Recipe, path: Path, registry: Registry) -> Output:
    """Return the output that the recipe names, or else the one that writes the path's suffix.

    A zoom is written by the outputs for moving pictures, a still by the others. Raise BadInput if
    there is none, if the one named writes files of other suffixes, or if this machine lacks what it
    needs.
    """
    moving, call = recipe.zoom is not None, recipe.output
    name = call.use or _by_suffix(path, registry, moving)
    output: Output = registry.build(
        "outputs", Call(name, call.args, call.params), recipe.where("output")
    )
    if output.moving != moving:
        does, asked = ("zooms", "a still") if output.moving else ("still pictures", "a zoom")
        raise BadInput(f"output {name} writes {does}, and this is {asked}: choose another output")
    if output.suffixes and path.suffix.lower() not in output.suffixes:
        written = ", ".join(output.suffixes) or "folders, whose names have no suffix"
        raise BadInput(f"{path}: output {name} writes {written}")
    output.check()
    return output


def usual_suffix(recipe: Recipe, registry: Registry, default: str) -> str:
    """Return the suffix of what the output that a recipe names writes, or else ``default``."""
    if not recipe.output.use:
        return default
    return next(iter(registry.load("outputs", recipe.output.use).suffixes), default)


def _by_suffix(path: Path, registry: Registry, moving: bool) -> str:
    known: dict[str, str] = {}
    for name, kind in registry.classes("outputs"):
        for suffix in kind.suffixes if kind.moving == moving else ():
            known.setdefault(suffix, name)
    if path.suffix.lower() not in known:
        raise BadInput(
            f"{path}: the suffix {path.suffix!r} is none of {', '.join(sorted(filter(None, known)))}"
            + (", and no folder's, which has none" if "" in known else "")
        )
    return known[path.suffix.lower()]


def check_writable(path: Path) -> None:
    """Raise BadInput if a file could not be put at ``path``, found out by trying beside it."""
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder; give the name of a file in it")
        if not path.parent.is_dir():
            raise BadInput(f"{path}: there is no folder {path.parent}")
        with temporary_path(path) as trial:
            trial.touch(exist_ok=False)
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None


def save(
    frames: Iterable[Frame],
    path: Path,
    output: Output,
    recipe: str,
    work: Path | None = None,
    whole: Callable[[], bool] = lambda: True,
) -> Path:
    """Write frames to ``path``, by way of the folder ``work`` if given; return where they are.

    ``whole`` is asked at the end. If it says no, an older file at ``path`` is left alone and the
    new one is put beside it, as NAME-unfinished. Raise DreamError if a file cannot be written.
    """
    try:
        if output.in_place:
            output.write(frames, path, recipe)
            return path
        with temporary_path(path, work) as draft:
            output.write(frames, draft, recipe)
            unfinished = path.with_name(f"{path.stem}-unfinished{path.suffix}")
            target = path if whole() or not path.exists() else unfinished
            move_into_place(draft, target)
            return target
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DreamError(f"{path} cannot be written: {reason}") from None
