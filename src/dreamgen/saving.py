"""Which output writes a file, and how it gets into place only when it is whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.components import Output
from dreamgen.errors import BadInput, DreamError
from dreamgen.expressions import Call
from dreamgen.recipe import Recipe
from dreamgen.registry import Registry

if TYPE_CHECKING:
    from dreamgen.picture import Frame


def find_output(recipe: Recipe, path: Path, registry: Registry, moving: bool = False) -> Output:
    """Return the output that the recipe names, or else the one that writes the path's suffix.

    ``moving`` chooses among the outputs of zooms instead of those of still pictures.
    """
    table = dict(recipe.output)
    name = table.pop("use", None)
    by_suffix = {}
    for plugin, entry in registry.entries("outputs"):
        kind = registry.load("outputs", f"{plugin.name}/{entry.name}")
        for suffix in kind.suffixes if kind.moving == moving else ():
            by_suffix.setdefault(suffix, f"{plugin.name}/{entry.name}")
    if path.suffix.lower() not in by_suffix:
        known = ", ".join(sorted(filter(None, by_suffix)))
        raise BadInput(
            f"{path}: the suffix {path.suffix!r} is none of {known}"
            + (", and no folder's, which has none" if "" in by_suffix else "")
        )
    call = Call(name or by_suffix[path.suffix.lower()], (), table)
    output = registry.build("outputs", call, "output")
    if output.moving != moving:
        raise BadInput(f"output {call.use} writes {'zooms' if output.moving else 'still pictures'}")
    return output


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
    beside = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
    if output.in_place:
        beside = path
    elif work is not None:
        beside = work / f"writing{path.suffix}"  # so that nothing is left over after a crash
    try:
        output.write(frames, beside, recipe)
        if output.in_place:
            return path
        unfinished = path.with_name(f"{path.stem}-unfinished{path.suffix}")
        target = path if whole() or not path.exists() else unfinished
        beside.replace(target)
        return target
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DreamError(f"{path} cannot be written: {reason}") from None
    finally:
        if not output.in_place:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
