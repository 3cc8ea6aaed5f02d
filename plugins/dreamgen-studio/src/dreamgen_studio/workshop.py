"""What stands behind a studio: its stores and its queue, and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dreamgen import BadInput, Session, Setup
from dreamgen_studio.bounds import check_room
from dreamgen_studio.describe import Describer
from dreamgen_studio.files.films import Films
from dreamgen_studio.files.finished import Finished, FinishedDreams
from dreamgen_studio.files.journal import Begun, Journal
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.files.uploads import Uploads
from dreamgen_studio.jobs.dispatch import Dispatch
from dreamgen_studio.jobs.queue import Order
from dreamgen_studio.layers import Layers
from dreamgen_studio.ordering import Ordering
from dreamgen_studio.settings import Settings
from dreamgen_studio.walls import Walls

UNFINISHED = "the studio ended before this was finished: ask for it again"
JOURNALLED = ("still", "zoom", "film")


class Workshop:
    """Everything of one studio, in one folder. BadInput if another studio works there."""

    def __init__(self, folder: Path, settings: Settings):
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(folder)
        self._folder = folder
        self._settings = settings
        self._journal = Journal(folder / "journal")
        self.session = Session()
        self.uploads = Uploads(folder / "uploads", settings, self.session)
        self.finished = FinishedDreams(folder / "finished")
        self.films = Films(self.uploads)
        self.describer = Describer(self.session, self.uploads, self.films, settings)
        self.ordering = Ordering(self.describer, self.finished, settings)
        self.dispatch = Dispatch(settings, Setup(), self._finish, self._strike)
        self.board = self.dispatch.board
        self.walls = Walls(folder / "walls", self.ordering, self.dispatch.put)
        self.layers = Layers(self.ordering, self.board, self.dispatch.put)
        self._list_unfinished()

    def close(self) -> None:
        """End the processes, and let the folder go."""
        self.dispatch.end()
        self._lock.release()

    def put(self, order: Order) -> str:
        """Let an order wait, noted in the journal; return its id."""
        if order.kind in JOURNALLED:
            request = order.notes["request"]
            self._journal.begin(Begun(order.id, order.visitor, order.kind, request))
        try:
            return self.dispatch.put(order)
        except BadInput:
            self._strike(order, "")
            raise

    def check_room(self, visitor: str, count: int = 1) -> None:
        """Raise Refused, before any work, if there is no room for so many more dreams."""
        self.dispatch.queue.check(visitor, count)
        self.check_disk()

    def check_disk(self) -> None:
        """Raise Refused if there is no room on the disk."""
        check_room(self._folder, self._settings)

    def bring_back(self, visitor: str, made: Finished) -> Upload:
        """Return a finished dream as an upload, to be dreamed on or looked at."""
        with self.finished.path(made.id).open("rb") as file:
            return self.uploads.keep(visitor, made.name, file)

    def _finish(self, order: Order, event: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what an order made; return what the board tells of it."""
        if order.kind == "wall":
            self.walls.close(order, event)
            return {}
        if order.kind in ("look", "layers"):
            return {"answer": dict(event)}
        made = self.ordering.keep(order, event)
        return {"result": made.id, "size": (made.width, made.height)}

    def _strike(self, order: Order, problem: str) -> None:
        """Clear away what an order that has ended leaves behind."""
        if order.kind == "wall":
            self.walls.strike(order, problem)
        if order.kind in JOURNALLED:
            self._journal.end(order.id)
        if not self.finished.has(order.id):
            self.finished.discard(order.id)

    def _list_unfinished(self) -> None:
        """Put on the board, as failed, what a former run left behind."""
        for begun in self._journal.take_all():
            notes = {"request": begun.request}
            order = Order(begun.id, begun.visitor, begun.visitor, begun.kind, {}, notes=notes)
            self.board.add(order, state="failed", problem=UNFINISHED)


def _lock(folder: Path) -> FileLock:
    """Hold a folder: two studios in one would tidy up each other's work."""
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BadInput(f"another studio works in {folder}: name another --folder") from None
    return lock
