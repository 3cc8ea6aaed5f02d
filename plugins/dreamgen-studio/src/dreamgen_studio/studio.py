"""The studio: all that pages and routes call. It knows no web framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from dreamgen import BadInput, Session, Setup
from dreamgen_studio.bounds import check_room
from dreamgen_studio.catalogue import Catalogue
from dreamgen_studio.describe import Describer
from dreamgen_studio.files.finished import Finished, FinishedDreams
from dreamgen_studio.files.journal import Begun, Journal
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.files.uploads import Incoming, Uploads
from dreamgen_studio.info import LayerInfo
from dreamgen_studio.jobs.dispatch import Dispatch
from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.jobs.queue import Order
from dreamgen_studio.layers import Layers
from dreamgen_studio.looking import Look, order_look, read_look
from dreamgen_studio.ordering import Ordering
from dreamgen_studio.request import Described, FieldProblem, NotFound, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.settings_of import read_settings
from dreamgen_studio.walls import Wall, Walls

UNFINISHED = "the studio ended before this was finished: ask for it again"
JOURNALLED = ("still", "zoom")


class Studio:
    """Uploads, jobs and finished dreams of all visitors, kept in one folder.

    Methods may be called from any thread. Quick enough for an event loop are :meth:`job`,
    :meth:`jobs`, :meth:`preview`, :meth:`frame`, :meth:`version`, :meth:`cancel`,
    :meth:`stop_and_keep`, :meth:`history`; call the others in a thread, as ``run.io_bound``.
    Whatever cannot be done is a BadInput with one sentence: FieldProblem says about which field,
    Refused that too much is asked, NotFound that it is not there.

    A ``visitor`` is a random id; ``turn``, by default the visitor, is who takes turns in the queue,
    as one tab of several. Ids of jobs and finished dreams cannot be guessed: who has one may use it.
    """

    def __init__(self, folder: Path, settings: Settings | None = None):
        self.settings = settings or Settings()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = _lock(folder)
        session = Session()
        self.catalogue = Catalogue(session)
        self._session = session
        self._uploads = Uploads(folder / "uploads", self.settings, session)
        self._finished = FinishedDreams(folder / "finished")
        self._journal = Journal(folder / "journal")
        self._describer = Describer(session, self._uploads, self.settings)
        self._ordering = Ordering(self._describer, self._finished, self.settings)
        self._dispatch = Dispatch(self.settings, Setup(), self._finish, self._strike)
        self._board = self._dispatch.board
        self._walls = Walls(folder / "walls", self._ordering, self._dispatch.put)
        self._layers = Layers(self._ordering, self._board, self._dispatch.put)
        self._list_unfinished()

    def start(self) -> None:
        """Start the process that makes dreams."""
        self._dispatch.start()

    def close(self) -> None:
        """End the process that makes dreams."""
        self._dispatch.end()
        self._lock.release()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that make dreams."""
        return self._dispatch.pids

    # --- what visitors bring ------------------------------------------------------------------

    def keep_upload(self, visitor: str, name: str, stream: BinaryIO) -> Upload:
        """Keep a file that a visitor brings; BadInput for what is too large or that nothing reads."""
        return self._uploads.keep(visitor, name, stream)

    def receive_upload(self, visitor: str, name: str) -> AbstractContextManager[Incoming]:
        """Give what takes the bytes of an upload as they come; nothing stays of one that fails."""
        check_room(self._folder, self.settings)
        return self._uploads.receive(visitor, name)

    def upload(self, visitor: str, upload: str) -> Upload:
        """Return one upload of a visitor."""
        return self._uploads.get(visitor, upload)

    def uploads(self, visitor: str) -> list[Upload]:
        """Return a visitor's uploads, newest first."""
        return self._uploads.all(visitor)

    def upload_thumbnail(self, visitor: str, upload: str) -> bytes:
        """Return a JPEG or PNG of an upload, at most 1280 pixels a side."""
        return self._uploads.thumbnail(visitor, upload)

    # --- what is asked for --------------------------------------------------------------------

    def describe(self, visitor: str, request: Request) -> Described:
        """Return the recipe, TOML and command line of a request; FieldProblem for what is wrong."""
        return self._describer.describe(visitor, request)

    def settings_of(self, toml: str) -> dict[str, str]:
        """Return a recipe as the ``settings`` of a request; what is at its default is left out."""
        return read_settings(toml, self._session)

    def submit(self, visitor: str, request: Request, turn: str = "") -> str:
        """Put a request into the queue; return the job's id. FieldProblem or Refused if it cannot."""
        self._check_room(visitor)
        return self._put(self._ordering.dream(visitor, turn, request))

    def submit_variants(
        self, visitor: str, request: Request, key: str, values: Sequence[str], turn: str = ""
    ) -> list[str]:
        """Put a request into the queue once for each value of a key, as seed or layer."""
        self._check_room(visitor, len(values))
        requests = [
            request.model_copy(update={"settings": {**request.settings, key: value}})
            for value in values
        ]
        orders = [self._ordering.dream(visitor, turn, each) for each in requests]
        return [self._put(order) for order in orders]

    def continue_from(self, visitor: str, finished: str, turn: str = "") -> str:
        """Dream on from a finished still with the same recipe; return the new job's id."""
        made = self._finished.get(finished)
        if made.kind != "still":
            raise FieldProblem("a zoom cannot be dreamed on: its stills can", "source")
        upload = self._bring_back(visitor, made)
        request = Request(**made.request).model_copy(update={"source": upload.id})
        return self.submit(visitor, request, turn)

    def export(
        self,
        visitor: str,
        finished: str,
        suffix: str,
        settings: dict[str, str] | None = None,
        turn: str = "",
    ) -> str:
        """Write a finished dream as another kind of file; return the job's id.

        ``settings`` are keys of the recipe's ``output``, as {"quality": "85"}.
        """
        made = self._finished.get(finished)
        asked = Request(**made.request)
        output = {f"output.{key}": value for key, value in (settings or {}).items()}
        kept = {k: v for k, v in asked.settings.items() if k.partition(".")[0] != "output"}
        update = {"settings": {**kept, **output}, "suffix": suffix}
        order = self._ordering.export(visitor, turn, made, asked.model_copy(update=update))
        return self._put(order)

    # --- how far it is ------------------------------------------------------------------------

    def job(self, job: str) -> JobState:
        """Return how far a job is."""
        return self._board.state(job)

    def jobs(self, visitor: str) -> list[JobState]:
        """Return a visitor's jobs that wait, run, or ended lately, newest first."""
        states = self._board.states(visitor)
        return [state for state in states if state.kind in (*JOURNALLED, "export")]

    def request_of(self, job: str) -> Request | None:
        """Return what a job, or a finished dream, was asked with; None for a look or an export."""
        try:
            request = self._board.order(job).notes.get("request")
        except NotFound:
            request = self._finished.get(job).request
        return None if request is None else Request(**request)

    def preview(self, job: str) -> bytes | None:
        """Return the newest preview of a job, a JPEG of at most 640 pixels a side."""
        return self._board.preview(job)

    def frame(self, job: str, number: int) -> bytes | None:
        """Return a finished frame of a zoom, counted from 1, as such a JPEG: for playing it."""
        return self._finished.frame(job, number)

    def cancel(self, job: str) -> None:
        """End a job; nothing is kept of it."""
        self._dispatch.wish(job, "cancel")

    def stop_and_keep(self, job: str) -> None:
        """End a job at its next step, and keep what is there as its result."""
        self._dispatch.wish(job, "keep")

    def version(self, visitor: str) -> int:
        """Return a number that rises whenever anything of a visitor's changes."""
        return self._board.version(visitor)

    # --- what was made ------------------------------------------------------------------------

    def history(self, visitor: str) -> list[Finished]:
        """Return what was made for a visitor, newest first; for everybody if it is not shared."""
        return self._finished.of(visitor if self.settings.shared else None)

    def finished(self, finished: str) -> Finished:
        """Return one finished dream."""
        return self._finished.get(finished)

    def file(self, finished: str) -> Path:
        """Return the file of a finished dream, its recipe inside."""
        return self._finished.path(finished)

    def thumbnail(self, finished: str) -> bytes:
        """Return a JPEG of a finished dream, at most 640 pixels a side."""
        return self._finished.thumbnail(finished)

    def forget(self, finished: str) -> None:
        """Remove a finished dream."""
        visitor = self._finished.get(finished).visitor
        self._finished.forget(finished)
        self._board.touch(visitor)

    # --- what a network sees ------------------------------------------------------------------

    def layers(self, visitor: str, backbone: str = "bestiary") -> list[LayerInfo] | None:
        """Return a network's layers; None while they are being looked up."""
        return self._layers.of(visitor, backbone)

    def look_at(
        self,
        visitor: str,
        source: str,
        x: float,
        y: float,
        backbone: str = "bestiary",
        layer: str | None = None,
    ) -> str:
        """Ask what fires at a place of an upload, sample or finished dream; return the job's id.

        ``x`` and ``y`` are shares of its width and height, 0 to 1.
        """
        if self._finished.has(source):
            source = self._bring_back(visitor, self._finished.get(source)).id
        order = order_look(self._ordering, visitor, source, (x, y), backbone, layer)
        return self._dispatch.put(order)

    def look(self, job: str) -> Look | None:
        """Return what was seen; None before."""
        answer = self._board.answer(job)
        return read_look(answer) if answer else None

    def wall(self, visitor: str, layer: str, backbone: str = "bestiary") -> Wall:
        """Return the wall of a layer as far as it is made; asking for it makes more of it."""
        return self._walls.get(visitor, layer, backbone)

    def wall_picture(self, wall: str, channel: int) -> bytes | None:
        """Return the PNG of one channel; None before it is made."""
        return self._walls.picture(wall, channel)

    # --- from the queue to the disk -----------------------------------------------------------

    def _list_unfinished(self) -> None:
        """Put on the board, as failed, what a former run left behind."""
        for begun in self._journal.take_all():
            notes = {"request": begun.request}
            order = Order(begun.id, begun.visitor, begun.visitor, begun.kind, {}, notes=notes)
            self._board.add(order, state="failed", problem=UNFINISHED)

    def _put(self, order: Order) -> str:
        if order.kind in JOURNALLED:
            request = order.notes["request"]
            self._journal.begin(Begun(order.id, order.visitor, order.kind, request))
        try:
            return self._dispatch.put(order)
        except BadInput:
            self._strike(order, "")
            raise

    def _check_room(self, visitor: str, count: int = 1) -> None:
        """Raise Refused, before any work, if there is no room for so many more dreams."""
        self._dispatch.queue.check(visitor, count)
        check_room(self._folder, self.settings)

    def _finish(self, order: Order, event: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what an order made; return what the board tells of it."""
        if order.kind == "wall":
            self._walls.close(order, event)
            return {}
        if order.kind in ("look", "layers"):
            return {"answer": dict(event)}
        made = self._ordering.keep(order, event)
        return {"result": made.id, "size": (made.width, made.height)}

    def _strike(self, order: Order, problem: str) -> None:
        """Clear away what an order that has ended leaves behind."""
        if order.kind == "wall":
            self._walls.strike(order, problem)
        if order.kind in JOURNALLED:
            self._journal.end(order.id)
        if not self._finished.has(order.id):
            self._finished.discard(order.id)

    def _bring_back(self, visitor: str, made: Finished) -> Upload:
        """Return a finished dream as an upload, to be dreamed on."""
        with self._finished.path(made.id).open("rb") as file:
            return self._uploads.keep(visitor, made.name, file)


def _lock(folder: Path) -> FileLock:
    """Hold a folder: two studios in one would tidy up each other's work."""
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BadInput(f"another studio works in {folder}: name another --folder") from None
    return lock
