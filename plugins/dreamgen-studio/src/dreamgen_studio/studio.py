"""The studio: all that pages and routes call. It knows no web framework."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from dreamgen_studio.catalogue import Catalogue
from dreamgen_studio.files.finished import Finished
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.files.uploads import Incoming
from dreamgen_studio.info import LayerInfo
from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.looking import Look, order_look, read_look
from dreamgen_studio.request import Described, FieldProblem, Kind, NotFound, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.settings_of import read_settings
from dreamgen_studio.walls import Wall
from dreamgen_studio.workshop import Workshop

SHOWN = ("still", "zoom", "film", "export")
"""Kinds of jobs that visitors see in the queue; walls and looks are seen where they are asked for."""


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
        self._shop = Workshop(folder, self.settings)
        self.catalogue = Catalogue(self._shop.session)

    def start(self) -> None:
        """Start the process that makes dreams."""
        self._shop.dispatch.start()
        threading.Thread(target=self.catalogue.warm, daemon=True).start()

    def close(self) -> None:
        """End the process that makes dreams."""
        self._shop.close()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that make dreams."""
        return self._shop.dispatch.pids

    # --- what visitors bring ------------------------------------------------------------------

    def keep_upload(self, visitor: str, name: str, stream: BinaryIO) -> Upload:
        """Keep a file that a visitor brings; BadInput for what is too large or that nothing reads."""
        return self._shop.uploads.keep(visitor, name, stream)

    def receive_upload(self, visitor: str, name: str) -> AbstractContextManager[Incoming]:
        """Give what takes the bytes of an upload as they come; nothing stays of one that fails."""
        self._shop.check_disk()
        return self._shop.uploads.receive(visitor, name)

    def upload(self, visitor: str, upload: str) -> Upload:
        """Return one upload of a visitor."""
        return self._shop.uploads.get(visitor, upload)

    def uploads(self, visitor: str) -> list[Upload]:
        """Return a visitor's uploads, newest first."""
        return self._shop.uploads.all(visitor)

    def upload_thumbnail(self, visitor: str, upload: str) -> bytes:
        """Return a JPEG or PNG of an upload, at most 1280 pixels a side."""
        return self._shop.uploads.thumbnail(visitor, upload)

    def film_frame(self, visitor: str, upload: str, at: float) -> bytes:
        """Return a JPEG of what a film shows ``at`` seconds, at most 1280 pixels a side."""
        return self._shop.films.picture(visitor, upload, at)

    def film_still(self, visitor: str, upload: str, at: float) -> Path:
        """Return the PNG that a film's frame is dreamed from, named as recipes name it."""
        return self._shop.films.still(visitor, upload, at)

    # --- what is asked for --------------------------------------------------------------------

    def describe(self, visitor: str, request: Request) -> Described:
        """Return the recipe, TOML and command line of a request; FieldProblem for what is wrong."""
        return self._shop.describer.describe(visitor, request)

    def settings_of(self, toml: str) -> tuple[Kind, dict[str, str]]:
        """Return a recipe as the ``kind`` and ``settings`` of a request, without its defaults."""
        return read_settings(toml, self._shop.session)

    def submit(self, visitor: str, request: Request, turn: str = "") -> str:
        """Put a request into the queue; return the job's id. FieldProblem or Refused if it cannot."""
        self._shop.check_room(visitor)
        return self._shop.put(self._shop.ordering.dream(visitor, turn, request))

    def submit_variants(
        self, visitor: str, request: Request, key: str, values: Sequence[str], turn: str = ""
    ) -> list[str]:
        """Put a request into the queue once for each value of a key, as seed or layer."""
        self._shop.check_room(visitor, len(values))
        orders = self._shop.ordering.variants(visitor, turn, request, key, values)
        return [self._shop.put(order) for order in orders]

    def continue_from(self, visitor: str, finished: str, turn: str = "") -> str:
        """Dream on from a finished still with the same recipe; return the new job's id."""
        made = self._shop.finished.get(finished)
        if made.kind != "still":
            raise FieldProblem(f"a {made.kind} cannot be dreamed on: stills can", "source")
        upload = self._shop.bring_back(visitor, made)
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
        made = self._shop.finished.get(finished)
        order = self._shop.ordering.export(visitor, turn, made, suffix, settings or {})
        return self._shop.put(order)

    # --- how far it is ------------------------------------------------------------------------

    def job(self, job: str) -> JobState:
        """Return how far a job is."""
        return self._shop.board.state(job)

    def jobs(self, visitor: str) -> list[JobState]:
        """Return a visitor's jobs that wait, run, or ended lately, newest first."""
        states = self._shop.board.states(visitor)
        return [state for state in states if state.kind in SHOWN]

    def request_of(self, job: str) -> Request | None:
        """Return what a job, or a finished dream, was asked with; None for a look or an export."""
        try:
            request = self._shop.board.order(job).notes.get("request")
        except NotFound:
            request = self._shop.finished.get(job).request
        return None if request is None else Request(**request)

    def preview(self, job: str) -> bytes | None:
        """Return the newest preview of a job, a JPEG of at most 640 pixels a side."""
        return self._shop.board.preview(job)

    def frame(self, job: str, number: int) -> bytes | None:
        """Return a finished frame of a zoom, counted from 1, as such a JPEG: for playing it."""
        return self._shop.finished.frame(job, number)

    def cancel(self, job: str) -> None:
        """End a job; nothing is kept of it."""
        self._shop.dispatch.wish(job, "cancel")

    def stop_and_keep(self, job: str) -> None:
        """End a job at its next step, and keep what is there as its result."""
        self._shop.dispatch.wish(job, "keep")

    def version(self, visitor: str) -> int:
        """Return a number that rises whenever anything of a visitor's changes."""
        return self._shop.board.version(visitor)

    # --- what was made ------------------------------------------------------------------------

    def history(self, visitor: str) -> list[Finished]:
        """Return what was made for a visitor, newest first; for everybody if it is not shared."""
        return self._shop.finished.of(visitor if self.settings.shared else None)

    def finished(self, finished: str) -> Finished:
        """Return one finished dream."""
        return self._shop.finished.get(finished)

    def file(self, finished: str) -> Path:
        """Return the file of a finished dream, its recipe inside."""
        return self._shop.finished.path(finished)

    def original(self, finished: str) -> Path:
        """Return the film that a film was dreamed from, frame for frame; NotFound without it."""
        return self._shop.finished.original(finished)

    def thumbnail(self, finished: str) -> bytes:
        """Return a JPEG of a finished dream, at most 640 pixels a side."""
        return self._shop.finished.thumbnail(finished)

    def forget(self, finished: str) -> None:
        """Remove a finished dream; :meth:`bring_back` undoes it until the studio ends."""
        visitor = self._shop.finished.get(finished).visitor
        self._shop.finished.forget(finished)
        self._shop.board.touch(visitor)

    def bring_back(self, finished: str) -> None:
        """Undo :meth:`forget`."""
        self._shop.finished.bring_back(finished)
        self._shop.board.touch(self._shop.finished.get(finished).visitor)

    def rename(self, finished: str, stem: str) -> Finished:
        """Give a finished dream another name, whose suffix stays; return it as it is now."""
        renamed = self._shop.finished.rename(finished, stem)
        self._shop.board.touch(renamed.visitor)
        return renamed

    # --- what a network sees ------------------------------------------------------------------

    def layers(self, visitor: str, backbone: str = "bestiary") -> list[LayerInfo] | None:
        """Return a network's layers; None while they are being looked up."""
        return self._shop.layers.of(visitor, backbone)

    def look_at(
        self,
        visitor: str,
        source: str,
        x: float,
        y: float,
        backbone: str = "bestiary",
        layer: str | None = None,
        at: float = 0.0,
    ) -> str:
        """Ask what fires at a place of an upload, sample or finished dream; return the job's id.

        ``x`` and ``y`` are shares of its width and height, 0 to 1; ``at`` is a moment of a film.
        """
        if self._shop.finished.has(source):
            source = self._shop.bring_back(visitor, self._shop.finished.get(source)).id
        order = order_look(self._shop.ordering, visitor, source, (x, y), backbone, layer, at)
        return self._shop.dispatch.put(order)

    def look(self, job: str) -> Look | None:
        """Return what was seen; None before."""
        answer = self._shop.board.answer(job)
        return read_look(answer) if answer else None

    def wall(self, visitor: str, layer: str, backbone: str = "bestiary") -> Wall:
        """Return the wall of a layer as far as it is made; asking for it makes more of it."""
        return self._shop.walls.get(visitor, layer, backbone)

    def wall_picture(self, wall: str, channel: int) -> bytes | None:
        """Return the PNG of one channel; None before it is made."""
        return self._shop.walls.picture(wall, channel)
