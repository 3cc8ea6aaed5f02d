"""What Python callers save: to a file, a folder of frames, or a file object."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, overload

from dreamgen.errors import BadInput
from dreamgen.outputs.base import Output
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.texts import list_texts
from dreamgen.render.job import Job
from dreamgen.render.saving.destination import Destination, claim, stream_to
from dreamgen.render.saving.save import check_result, find_output, save, warn_of_lost_alpha
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


class Result(ABC):
    """What can be saved."""

    recipe: Recipe
    _session: Session

    @abstractmethod
    def _frames(self) -> Iterable[Frame]:
        """Return what is written."""

    @abstractmethod
    def _size(self) -> tuple[int, int]:
        """Return the width and height of a frame in pixels."""

    @abstractmethod
    def _embedded(self) -> str:
        """Return the text of the recipe that is written with the frames."""

    def _has_alpha(self) -> bool:
        """Say whether the frames are transparent somewhere."""
        return False

    def _add_sound(self, output: Output) -> Output:
        """Return the output with the sound that belongs to the frames, if any."""
        return output

    @overload
    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path: ...

    @overload
    def save(self, path: BinaryIO, *, format: str) -> None: ...

    def save(
        self,
        path: str | PathLike[str] | BinaryIO,
        *,
        overwrite: bool = False,
        format: str | None = None,
    ) -> Path | None:
        """Write a file, or a folder of frames, with the recipe inside; return its path.

        Its suffix says of which kind. A file that is there already is replaced with ``overwrite``
        only, and never one that the dream was made from. A file object open for writing bytes is
        written to as ``format`` says: "png", "jpeg", ...; then None is returned.
        Raise BadInput for what cannot or may not be written.
        """
        with _destination(path, overwrite, format, self.recipe, self._session) as (place, output):
            width, height = self._size()
            if output.even and (width % 2 or height % 2):
                raise BadInput(f"{place.path.suffix} takes even sides only, not {width}x{height}")
            output.check_result(place.path, (width, height), self._embedded())
            if self._has_alpha() and self.recipe.alpha == "source":
                warn_of_lost_alpha(output, place.path)
            output, grows = self._add_sound(output), self.recipe.is_endless
            written = save(self._frames(), place, output, self._embedded(), grows=grows)
            return None if place.stream else written


@contextmanager
def _destination(
    path: str | PathLike[str] | BinaryIO,
    overwrite: bool,
    format: str | None,
    recipe: Recipe,
    session: Session,
) -> Iterator[tuple[Destination, Output]]:
    """Give the place of a result, held until it is written, and the output that writes it."""
    if isinstance(path, str | PathLike):
        if format is not None:
            raise BadInput(f"format is for file objects; {path} has a suffix that says it")
        path = Path(path)
        output = find_output(recipe, path, session.registry)
        sources = list_texts(recipe)
        with claim(path, output, sources=sources, may_replace=lambda _: overwrite) as place:
            yield place, output
        return
    if not hasattr(path, "write"):
        raise BadInput(f"a {type(path).__name__} is no path, and no file open for writing")
    if format is None:
        raise BadInput("a file object has no suffix: say the format, as format='png'")
    name = Path(f"dream.{format.removeprefix('.')}")
    output = find_output(recipe, name, session.registry)
    yield stream_to(path, name, output, "the file object"), output


def save_frames(
    frames: Iterable[Frame], path: Path, job: Job, session: Session, *, overwrite: bool = False
) -> Path:
    """Write frames of a job to a file, or a folder of frames, with its recipe inside; return its path.

    For callers who draw the frames from a session themselves. Raise BadInput for what cannot or may
    not be written, before any frame is drawn.
    """
    with _destination(path, overwrite, None, job.recipe, session) as (place, output):
        check_result(output, place.path, job)
        if job.sound is not None:
            output = output.with_sound(job.sound)
        return save(frames, place, output, job.text())
