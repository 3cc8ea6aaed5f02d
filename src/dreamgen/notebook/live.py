"""A dream that is made in a thread while the notebook goes on, and shows itself growing."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import Context, copy_context
from threading import Lock, Thread, current_thread
from typing import TYPE_CHECKING, Any

from dreamgen.errors import DreamError
from dreamgen.notebook.need import need_anywidget
from dreamgen.notebook.progress import Looks
from dreamgen.plugins.guard.blame import describe_exception
from dreamgen.recipe.schema import Recipe
from dreamgen.render.result import Result
from dreamgen.render.results import Dream, make_dream
from dreamgen.render.stopping import Stop

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from dreamgen.engine.events import Listener
    from dreamgen.imaging.picture import Frame
    from dreamgen.notebook.view import DreamView
    from dreamgen.render.job import Job
    from dreamgen.render.session import Session

_TURN = Lock()
"""Live dreams run one by one: each uses all cores. The others wait, and say so."""
_PATIENCE = 5.0  # seconds that a program which ends waits for the last step
_POLL = 0.2  # seconds between looks whether the user has interrupted


class LiveDream(Result):
    """A dream that is being made, in a thread; as a cell's last value it shows itself growing.

    Everything that a :class:`Dream` has waits here until it is finished: ``image``, ``array``,
    ``save``, ``recipe``. :meth:`stop`, the button, or interrupting a cell that waits ends the ascent
    at its next step, and what is there by then is the dream.
    """

    def __init__(
        self,
        prepare: Callable[[], Job],
        session: Session,
        on_step: Listener | None = None,
        view: DreamView | None = None,
    ):
        if view is None:
            need_anywidget()
            from dreamgen.notebook.view import DreamView

            view = DreamView()
        view.on_stop = self.stop
        self._view = view
        self._session = session
        self._stop = Stop(_hear_both(on_step, Looks(view.show)))
        self._future: Future[Dream] = Future()
        self._handles: list[Any] = []
        self._lock = Lock()
        run = copy_context().run  # so that what it shows belongs to this cell
        self._thread = Thread(target=run, args=(self._run, prepare), daemon=True)
        self._thread.start()
        weakref.finalize(self, _end, self._stop, self._thread)

    def stop(self) -> None:
        """End the ascent at its next step, and keep what is there."""
        if not self._future.done():
            self._view.state = "stopping"
            self._stop.set()

    def wait(self, timeout: float | None = None) -> Dream:
        """Wait for the dream and return it; a cell that is interrupted here stops it.

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

    def __await__(self) -> Generator[Any, None, Dream]:
        return asyncio.shield(asyncio.wrap_future(self._future)).__await__()

    @property
    def done(self) -> bool:
        """Whether it is finished, or has failed."""
        return self._future.done()

    @property
    def frame(self) -> Frame:
        """The finished frame."""
        return self.wait().frame

    @property
    def recipe(self) -> Recipe:  # type: ignore[override]
        """The recipe, complete."""
        return self.wait().recipe

    @property
    def image(self) -> Image.Image:
        """The dream as a Pillow image."""
        return self.wait().image

    @property
    def array(self) -> np.ndarray:
        """The dream as float32 (height, width, 3) in 0..1."""
        return self.wait().array

    def _frames(self) -> Iterable[Frame]:
        return self.wait()._frames()

    def _size(self) -> tuple[int, int]:
        return self.wait()._size()

    def _embedded(self) -> str:
        return self.wait()._embedded()

    def __repr__(self) -> str:
        if not self.done:
            return f"LiveDream({self._view.state}, {self._view.share:.0%} done)"
        problem = self._future.exception()
        return f"LiveDream({problem or self._future.result()})"

    def _run(self, prepare: Callable[[], Job]) -> None:
        with _TURN:
            start = time.monotonic()
            self._view.prepare()
            try:
                job = prepare()
                self._view.begin(job.picture.size)
                dream = make_dream(job, self._session, self._stop)
            except BaseException as failure:
                self._view.fail(_describe(failure))
                self._future.set_exception(failure)
                return
            finally:
                self._view.on_stop = None  # or the view would keep this for good
            seconds = time.monotonic() - start
        words = f"stopped in {self._stop.place}" if self._stop.place else f"made in {seconds:.1f} s"
        with self._lock:
            try:
                self._view.finish(dream, words)
                for handle in self._handles:
                    # As a message of the cell that runs now: nbconvert hears no other.
                    Context().run(handle.update, dream)
            finally:
                self._future.set_result(dream)

    def _ipython_display_(self, **_: Any) -> None:
        """Show the view; once the dream is finished, it takes the view's place in the notebook."""
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
