"""A dream that is made in a thread while the notebook goes on, and shows itself growing."""

from __future__ import annotations

import asyncio
import time
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import suppress
from contextvars import Context, copy_context
from os import PathLike
from pathlib import Path
from threading import Lock, Thread, current_thread
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, TypeVar

from dreamgen.errors import DreamError
from dreamgen.notebook.need import need_anywidget
from dreamgen.notebook.progress import Looks
from dreamgen.plugins.guard.blame import describe_exception
from dreamgen.recipe.schema import Recipe
from dreamgen.render.results.dreams import Dream, Film
from dreamgen.render.stopping import Stop

if TYPE_CHECKING:
    from dreamgen.engine.events import Listener
    from dreamgen.notebook.view import DreamView
    from dreamgen.render.job import Job
    from dreamgen.render.session import Session

Made = TypeVar("Made", Dream, Film)

_TURN = Lock()
"""Live dreams run one by one: each uses all cores. The others wait, and say so."""
_PATIENCE = 5.0  # seconds that a program which ends waits for the last step
_POLL = 0.2  # seconds between looks whether the user has interrupted


class LiveResult(ABC, Generic[Made]):
    """What is being made, in a thread; as a cell's last value it shows itself growing.

    Everything that is asked of it waits until it is finished. :meth:`stop`, the button, or
    interrupting a cell that waits ends the ascent at its next step, and what is there is kept.
    """

    def __init__(
        self,
        prepare: Callable[[], Job],
        session: Session,
        listener: Listener | None = None,
        view: DreamView | None = None,
    ):
        if view is None:
            need_anywidget()
            from dreamgen.notebook.view import DreamView

            view = DreamView()
        view.on_stop = self.stop
        self._view = view
        self._session = session
        self._looks = Looks(view.show)
        self._stop = Stop(_hear_both(listener, self._looks))
        self._future: Future[Made] = Future()
        self._handles: list[Any] = []
        self._lock = Lock()
        run = copy_context().run  # so that what it shows belongs to this cell
        self._thread = Thread(target=run, args=(self._run, prepare), daemon=True)
        self._thread.start()
        weakref.finalize(self, _end, self._stop, self._thread)

    @abstractmethod
    def _make(self, job: Job) -> tuple[Made, str]:
        """Make what a job says; return it, and where it was stopped, or nothing if it was not."""

    def stop(self) -> None:
        """End the ascent at its next step, and keep what is there."""
        if not self._future.done():
            self._view.state = "stopping"
            self._stop.set()

    def wait(self, timeout: float | None = None) -> Made:
        """Wait until it is finished and return it; a cell that is interrupted here stops it.

        Raise what it failed with, TimeoutError after ``timeout`` seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        try:
            while not self._future.done():
                left = _POLL if end is None else end - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"the dream is not finished after {timeout:g} s")
                with suppress(TimeoutError):
                    self._future.exception(min(_POLL, left))
        except KeyboardInterrupt:
            self.stop()
            raise
        return self._future.result()

    def __await__(self) -> Generator[Any, None, Made]:
        return asyncio.shield(asyncio.wrap_future(self._future)).__await__()

    @property
    def done(self) -> bool:
        """Whether it is finished, or has failed."""
        return self._future.done()

    @property
    def recipe(self) -> Recipe:
        """The recipe, complete."""
        return self.wait().recipe

    def save(
        self,
        path: str | PathLike[str] | BinaryIO,
        *,
        overwrite: bool = False,
        format: str | None = None,
    ) -> Path | None:
        """Wait until it is finished and save it, as :meth:`Dream.save` does."""
        return self.wait().save(path, overwrite=overwrite, format=format)  # type: ignore[call-overload]

    def __repr__(self) -> str:
        name = type(self).__name__
        if not self.done:
            return f"{name}({self._view.state}, {self._view.share:.0%} done)"
        problem = self._future.exception()
        return f"{name}({problem or self._future.result()})"

    def _run(self, prepare: Callable[[], Job]) -> None:
        with _TURN:
            start = time.monotonic()
            self._view.prepare()
            try:
                job = prepare()
                self._view.begin(job.picture.size)
                made, place = self._make(job)
            except BaseException as failure:
                self._view.fail(_describe(failure))
                self._future.set_exception(failure)
                return
            finally:
                self._view.on_stop = None  # or the view would keep this for good
            seconds = time.monotonic() - start
        words = f"stopped in {place}" if place else f"made in {seconds:.1f} s"
        with self._lock:
            try:
                self._view.finish(made, words)
                for handle in self._handles:
                    # As a message of the cell that runs now: nbconvert hears no other.
                    Context().run(handle.update, made)
            finally:
                self._future.set_result(made)

    def _ipython_display_(self, **_: Any) -> None:
        """Show the view; once it is finished, what was made takes the view's place."""
        from IPython.display import display

        with self._lock:
            if self._future.done() and self._future.exception() is None:
                display(self._future.result())
                return
            data, metadata = _bundle(self._view)
            handle = display(data, metadata=metadata, raw=True, display_id=True)
            if handle is not None:
                self._handles.append(handle)


def _end(stop: Stop, thread: Thread) -> None:
    """Let a program that ends wait for one step, not for the whole dream."""
    stop.set()
    if thread is not current_thread():
        thread.join(_PATIENCE)


def _describe(failure: BaseException) -> str:
    return str(failure) if isinstance(failure, DreamError) else describe_exception(failure)


def _bundle(view: DreamView) -> tuple[dict[str, Any], dict[str, Any]]:
    bundle = view._repr_mimebundle_()
    return bundle if isinstance(bundle, tuple) else (bundle or {}, {})


def _hear_both(one: Listener | None, other: Listener) -> Listener:
    def hear(event: Any) -> None:
        other(event)
        if one is not None:
            one(event)

    return hear
