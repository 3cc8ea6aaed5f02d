"""The studio: all that pages and routes call. It knows no web framework."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from dreamgen_studio.catalogue import Catalogue, LayerInfo
from dreamgen_studio.files.finished import Finished
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.looking import Look
from dreamgen_studio.request import Described, Request
from dreamgen_studio.settings import Settings
from dreamgen_studio.walls import Wall


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

    catalogue: Catalogue

    def __init__(self, folder: Path, settings: Settings | None = None):
        raise NotImplementedError

    def start(self) -> None:
        """Start the process that makes dreams; what a former run left behind is listed as failed."""

    def close(self) -> None:
        """End the process that makes dreams."""

    # --- what visitors bring ------------------------------------------------------------------

    def keep_upload(self, visitor: str, name: str, stream: BinaryIO) -> Upload:
        """Keep a file that a visitor brings; BadInput for what is too large or that nothing reads."""

    def upload(self, visitor: str, upload: str) -> Upload:
        """Return one upload of a visitor."""

    def uploads(self, visitor: str) -> list[Upload]:
        """Return a visitor's uploads, newest first."""

    def upload_thumbnail(self, visitor: str, upload: str) -> bytes:
        """Return a JPEG or PNG of an upload, at most 640 pixels a side."""

    # --- what is asked for --------------------------------------------------------------------

    def describe(self, visitor: str, request: Request) -> Described:
        """Return the recipe, TOML and command line of a request; FieldProblem for what is wrong."""

    def settings_of(self, toml: str) -> dict[str, str]:
        """Return a recipe as the ``settings`` of a request; what is at its default is left out."""

    def submit(self, visitor: str, request: Request, turn: str = "") -> str:
        """Put a request into the queue; return the job's id. FieldProblem or Refused if it cannot."""

    def submit_variants(
        self, visitor: str, request: Request, key: str, values: Sequence[str], turn: str = ""
    ) -> list[str]:
        """Put a request into the queue once for each value of a key, as seed or layer."""

    def continue_from(self, visitor: str, finished: str, turn: str = "") -> str:
        """Dream on from a finished still with the same recipe; return the new job's id."""

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

    # --- how far it is ------------------------------------------------------------------------

    def job(self, job: str) -> JobState:
        """Return how far a job is."""

    def jobs(self, visitor: str) -> list[JobState]:
        """Return a visitor's jobs that wait, run, or ended lately, newest first."""

    def request_of(self, job: str) -> Request | None:
        """Return what a job, or a finished dream, was asked with; None for a look or an export."""

    def preview(self, job: str) -> bytes | None:
        """Return the newest preview of a job, a JPEG of at most 640 pixels a side."""

    def frame(self, job: str, number: int) -> bytes | None:
        """Return a finished frame of a zoom, counted from 1, as such a JPEG: for playing it."""

    def cancel(self, job: str) -> None:
        """End a job; nothing is kept of it."""

    def stop_and_keep(self, job: str) -> None:
        """End a job at its next step, and keep what is there as its result."""

    def version(self, visitor: str) -> int:
        """Return a number that rises whenever anything of a visitor's changes."""

    # --- what was made ------------------------------------------------------------------------

    def history(self, visitor: str) -> list[Finished]:
        """Return what was made for a visitor, newest first; for everybody if it is not shared."""

    def finished(self, finished: str) -> Finished:
        """Return one finished dream."""

    def file(self, finished: str) -> Path:
        """Return the file of a finished dream, its recipe inside."""

    def thumbnail(self, finished: str) -> bytes:
        """Return a JPEG of a finished dream, at most 640 pixels a side."""

    def forget(self, finished: str) -> None:
        """Remove a finished dream."""

    # --- what a network sees ------------------------------------------------------------------

    def layers(
        self, backbone: str = "bestiary", weights: str | None = None
    ) -> list[LayerInfo] | None:
        """Return a network's layers; None while they are being looked up."""

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

    def look(self, job: str) -> Look | None:
        """Return what was seen; None before."""

    def wall(self, visitor: str, layer: str, backbone: str = "bestiary") -> Wall:
        """Return the wall of a layer as far as it is made; asking for it makes more of it."""

    def wall_picture(self, wall: str, channel: int) -> bytes | None:
        """Return the PNG of one channel; None before it is made."""
