"""Which output writes a file, and how it gets into place only when it is whole."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dreamgen.atomic import move_into_place, temporary_path
from dreamgen.errors import BadInput, DreamError, InputWarning
from dreamgen.outputs.base import Output
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.song import find_song
from dreamgen.render.saving.destination import Destination

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame
    from dreamgen.render.job import Job

MOST_NUMBERED = 100_000
SOUNDING = ".mp4"
"""What is written where there is a song, and nothing says as what."""


def find_output(recipe: Recipe, path: Path, registry: Registry) -> Output:
    """Return the output that the recipe names, or else the one that writes the path's suffix.

    A zoom or a film is written by the outputs for moving pictures, a still by the others. Raise
    BadInput if there is none, if the one named writes files of other suffixes, or if this machine
    lacks what it needs.
    """
    call = recipe.output
    moving = recipe.is_moving
    name = call.use or _by_suffix(path, registry, moving)
    params = _with_dpi(call.params, name, recipe, registry)
    output: Output = registry.build(
        "outputs", Call(name, call.args, params), recipe.where("output")
    )
    if output.moving != moving:
        asked = "a still" if not moving else "a zoom" if recipe.film is None else "a film"
        does = "moving pictures" if output.moving else "still pictures"
        raise BadInput(f"output {name} writes {does}, and this is {asked}: choose another output")
    suffixes = (*output.suffixes, *output.suffixes_if_named)
    if suffixes and path.suffix.lower() not in suffixes and not output.writes(path):
        written = ", ".join(filter(None, suffixes)) or "folders, whose names have no suffix"
        raise BadInput(f"{path}: output {name} writes {written}")
    if recipe.alpha == "gradient" and recipe.background is None and not output.holds_alpha():
        text = (
            f"{recipe.where('alpha')}: output {name} holds no transparency: what is clear is white"
        )
        warnings.warn(text, InputWarning, stacklevel=2)
    if recipe.is_endless and not output.any_length:
        raise BadInput(
            f"output {name} holds all frames until the end, and an endless zoom has none:"
            " choose .mp4, .webm, .y4m or a folder"
        )
    output = output.at(path)
    output.check()
    return output.endless() if recipe.is_endless else output


def _with_dpi(
    params: Mapping[str, Any], name: str, recipe: Recipe, registry: Registry
) -> dict[str, Any]:
    """Return an output's parameters, with the recipe's dots an inch if it writes them."""
    own = dict(params)
    if recipe.dpi is None:
        return own
    if "dpi" in registry.load("outputs", name).model_fields:
        return {"dpi": recipe.dpi} | own
    if recipe.where("dpi").startswith("--"):
        text = f"{recipe.where('dpi')}: output {name} holds no dots an inch"
        warnings.warn(text, InputWarning, stacklevel=2)
    return own


def check_result(output: Output, path: Path, job: Job) -> None:
    """Check a job's output before anything is dreamed.

    Raise BadInput if no file at ``path`` could hold the result; warn of transparency that it drops.
    """
    output.check_result(path, job.picture.size, job.text())
    # Of "gradient" it was said when the output was chosen, and a zoom lies on white in any case.
    is_kept = job.recipe.alpha == "source" and job.recipe.zoom is None
    if is_kept and job.recipe.background is None and job.picture.alpha is not None:
        warn_of_lost_alpha(output, path)


def warn_of_lost_alpha(output: Output, path: Path) -> None:
    """Warn that a picture that is transparent will not be, if its output holds no transparency."""
    if not output.holds_alpha():
        text = f"{path.name} holds no transparency: what is clear is white"
        warnings.warn(text, InputWarning, stacklevel=3)


def usual_suffix(recipe: Recipe, registry: Registry, default: str) -> str:
    """Return the suffix of what the output that a recipe names writes, or else ``default``.

    With a song it is that of a video, where the default holds no sound.
    """
    if not recipe.output.use:
        return SOUNDING if default == ".gif" and find_song(recipe, registry) else default
    return next(iter(registry.load("outputs", recipe.output.use).suffixes), default)


def _by_suffix(path: Path, registry: Registry, moving: bool) -> str:
    kinds = [(name, kind) for name, kind in registry.classes("outputs") if kind.moving == moving]
    found = next((name for name, kind in kinds if kind.writes(path)), None)
    if found is None:
        known = sorted({suffix for _, kind in kinds for suffix in kind.suffixes if suffix})
        folders = "; a folder's name has none" if moving else ""
        raise BadInput(f"{path}: the suffix {path.suffix!r} is none of {', '.join(known)}{folders}")
    return found


def check_for_many(output: Output, path: Path) -> None:
    """Raise BadInput for the name of one film's frames, where there may be many films."""
    if output.in_place and path.suffix:
        raise BadInput(
            f"-o {path}: names the frames of one film, and there may be many: name a folder for each"
        )


def save(
    frames: Iterable[Frame],
    destination: Destination,
    output: Output,
    recipe: str,
    work: Path | None = None,
    whole: Callable[[], bool] = lambda: True,
    grows: bool = False,
) -> Path:
    """Write frames to a destination, by way of the folder ``work`` if given; return where they are.

    ``whole`` is asked at the end. If it says no, an older file is left alone and the new one is put
    beside it, as NAME-unfinished. Where a file has appeared meanwhile, both are kept: the new one
    gets a number. A file that ``grows`` is where it belongs from the start: frames without an end are
    never whole, and the process may be killed. Raise DreamError if a file cannot be written, and
    BrokenPipeError where a player that shows a stream has gone.
    """
    path = destination.path
    try:
        if destination.stream is not None:
            _write_to_stream(frames, path, output, recipe, destination.stream)
            return path
        if output.in_place:
            output.write(frames, path, recipe)
            return path
        if grows:
            return _grow(frames, destination, output, recipe)
        with temporary_path(path, work) as draft:
            output.write(frames, draft, recipe)
            if destination.older and not whole():
                return _put(draft, _name_unfinished(destination), overwrite=False)
            return _put(draft, path, destination.overwrite)
    except OSError as problem:
        if isinstance(problem, BrokenPipeError) and output.streams:
            raise
        reason = problem.strerror or str(problem)
        raise DreamError(f"{path} cannot be written: {reason}") from None


def numbered(path: Path) -> Iterator[Path]:
    """Yield a path and then others like it: a.png, a-2.png, a-3.png, ..."""
    yield path
    for number in range(2, MOST_NUMBERED):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _name_unfinished(destination: Destination) -> Path:
    """Return the name of a new file that is not whole, beside the older one."""
    path = destination.path
    older = destination.target if path.is_symlink() else path
    return older.with_name(f"{older.stem}-unfinished{older.suffix}")


def _grow(frames: Iterable[Frame], destination: Destination, output: Output, recipe: str) -> Path:
    """Write a file where it is to be; where an older one is, beside it, and in its place at the end."""
    has_older = destination.overwrite
    path = _take_name(_name_unfinished(destination) if has_older else destination.target)
    try:
        output.write(frames, path, recipe)
    finally:
        with suppress(OSError):
            if not path.stat().st_size:
                path.unlink()
    if has_older:
        move_into_place(path, destination.path)
        return destination.path
    return destination.path if path == destination.target else path


def _take_name(path: Path) -> Path:
    """Make an empty file at a path, or at the first numbered one that is free; return where."""
    for free in numbered(path):
        with suppress(FileExistsError):
            free.open("xb").close()
            return free
    raise FileExistsError(17, "File exists", str(path))


def _put(draft: Path, path: Path, overwrite: bool) -> Path:
    """Move a finished file to a path, or to the first numbered one that is free; return where."""
    if overwrite:
        move_into_place(draft, path)
        return path
    for free in numbered(path):
        with suppress(FileExistsError):
            move_into_place(draft, free, overwrite=False)
            return free
    raise FileExistsError(17, "File exists", str(path))


def _write_to_stream(
    frames: Iterable[Frame], name: Path, output: Output, recipe: str, stream: BinaryIO
) -> None:
    """Write to a stream; a whole file elsewhere first, and then its bytes, if its format goes back."""
    if output.streams:
        output.stream(frames, stream, recipe)
        return
    with tempfile.TemporaryDirectory(prefix="dreamgen-") as folder:
        draft = Path(folder) / name.name
        output.write(frames, draft, recipe)
        with draft.open("rb") as file:
            shutil.copyfileobj(file, stream)
        stream.flush()
