"""A zoom or a film that shows itself in a notebook while it is dreamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dreamgen.notebook.live import LiveResult
from dreamgen.render.results.dreams import Film, make_film

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame
    from dreamgen.render.job import Job


class LiveFilm(LiveResult[Film]):
    """A zoom or film that is being dreamed, in a thread; as a cell's last value it shows itself.

    Everything that a :class:`Film` has waits here until it is finished: its frames, ``len``,
    ``save``, ``recipe``. :meth:`stop`, the button, or interrupting a cell that waits ends it, and
    the frames that are finished by then are the film.
    """

    def _make(self, job: Job) -> tuple[Film, str]:
        self._looks.expect(job.frames, job.dreams)
        film = make_film(job, self._session, self._stop, self._looks.see)
        self._view.say("puts the film together")
        return film, "" if len(film) == job.frames else f"frame {len(film)} of {job.frames}"

    def __len__(self) -> int:
        return len(self.wait())

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.wait())
