"""What Python callers get: a dream, or a zoom or film whose frames are made as they are asked for."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.engine.events import Listener
from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.writing import write_sum
from dreamgen.render.background import iterate_in_threads
from dreamgen.render.job import Job
from dreamgen.render.results.result import Result
from dreamgen.render.results.shown import encode_shown, show_picture
from dreamgen.render.saving.resume import FolderStore
from dreamgen.render.session import Session
from dreamgen.render.stopping import Stop

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from dreamgen.imaging.picture import Frame

LONGEST_OBJECTIVE = 60  # characters of it that a dream shows


@dataclass(frozen=True, repr=False)
class Dream(Result):
    """A finished dream. It shows itself in a notebook."""

    frame: Frame
    recipe: Recipe
    _text: str
    _session: Session

    @cached_property
    def image(self) -> Image.Image:
        """The dream as a Pillow image, RGB or RGBA, 8 bits."""
        from dreamgen.imaging.dither import to_image

        return to_image(self.frame)

    @property
    def array(self) -> np.ndarray:
        """The dream as float32 (height, width, 3) in 0..1, before any rounding."""
        return self.frame.pixels.permute(1, 2, 0).numpy()

    def _frames(self) -> Iterable[Frame]:
        return [self.frame]

    def _size(self) -> tuple[int, int]:
        _, height, width = self.frame.pixels.shape
        return width, height

    def _has_alpha(self) -> bool:
        return self.frame.alpha is not None

    def _embedded(self) -> str:
        return self._text

    def __repr__(self) -> str:
        width, height = self._size()
        return f"Dream({width}x{height}, {_describe(self.recipe)})"

    def _repr_png_(self) -> bytes:
        return encode_shown(self.image, self._text, "PNG")

    def _repr_html_(self) -> str:
        return show_picture(self._as_webp(), self._size()[0], repr(self), self._text)

    def _as_webp(self) -> bytes:
        return encode_shown(self.image, self._text, "WEBP")


def make_dream(job: Job, session: Session, stop: Stop) -> Dream:
    """Dream a still; ``stop``, its listener, may end it early, which is noted beside its recipe."""
    (frame,) = session.frames(job, stop)
    return Dream(frame, job.recipe, stop.note(job).text(), session)


class _Work:
    """A folder that goes when nobody holds this any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="dreamgen-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, repr=False)
class Film(Result):
    """A zoom, or a dreamed film: iterate over it for its frames, save it, or let a notebook show it.

    In an asyncio program, ``async for frame in film`` leaves the loop free.

    Frames are made as they are asked for. What has been dreamed is kept on the disk for as long as
    the film is in use, so going through it again dreams nothing twice.
    """

    recipe: Recipe
    _job: Job
    _session: Session
    _listener: Listener | None
    _work: _Work = field(default_factory=_Work)
    _last: int | None = None
    """How many frames there are, where it was stopped before its end."""

    def __len__(self) -> int:
        if self._job.is_endless:
            raise TypeError("an endless zoom has no length")
        return self._job.frames if self._last is None else self._last

    def _add_sound(self, output: Output) -> Output:
        return output if self._job.sound is None else output.with_sound(self._job.sound)

    def __iter__(self) -> Iterator[Frame]:
        # A generator, so that the film and its folder stay for as long as frames are drawn.
        yield from self._dream(self._listener)

    async def __aiter__(self) -> AsyncIterator[Frame]:
        async for frame in iterate_in_threads(self._dream, self._listener):
            yield frame

    def _dream(self, listener: Listener | None) -> Iterator[Frame]:
        frames = self._session.frames(self._job, listener, FolderStore(self._work.path))
        return islice(frames, self._last)

    def _frames(self) -> Iterable[Frame]:
        return self

    def _size(self) -> tuple[int, int]:
        return self._job.picture.size

    def _has_alpha(self) -> bool:
        is_plain = self.recipe.zoom is None and self.recipe.background is None
        return is_plain and self._job.picture.alpha is not None

    def _embedded(self) -> str:
        return self._job.text()

    def __repr__(self) -> str:
        width, height = self._size()
        frames = "endless" if self._job.is_endless else f"{len(self)} frames"
        return f"Film({frames}, {width}x{height}, {_describe(self.recipe)})"

    def _repr_html_(self) -> str | None:
        if self._job.is_endless:
            return None
        return show_picture(self._as_webp(), self._size()[0], repr(self), self._embedded())

    def _as_webp(self) -> bytes:
        path = self._work.path / "shown.webp"
        if not path.exists():
            self.save(path)
        return path.read_bytes()


def make_film(job: Job, session: Session, stop: Stop, see: Callable[[Frame], object]) -> Film:
    """Dream a zoom or film, and let ``see`` have each frame.

    ``stop``, its listener, may end it early: what is finished is the film then, which is noted beside
    its recipe. Raise DreamError if nothing is finished.
    """
    film = Film(job.recipe, job, session, stop)
    count = sum(1 for _ in map(see, film))
    if not count:
        raise DreamError("it was stopped before its first frame was finished")
    if count < job.frames:
        job = replace(job, made={**job.made, "stopped": f"frame {count} of {job.frames}"})
    return replace(film, _job=job, _listener=None, _last=count)


def _describe(recipe: Recipe) -> str:
    source = "a picture given in Python" if recipe.input is None else repr(recipe.input)
    objective = write_sum(recipe.objective or ())
    shown = (
        objective if len(objective) <= LONGEST_OBJECTIVE else objective[:LONGEST_OBJECTIVE] + "..."
    )
    return f"input {source}, objective {shown}, seed {recipe.seed}"
