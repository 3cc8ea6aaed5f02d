"""What was made: a folder for each, with the file, a small picture, and a few facts as JSON.

The facts are written last, and whole: a folder without them is one that was never finished.
"""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from dreamgen import write_atomically
from dreamgen_studio.files.names import clean_name
from dreamgen_studio.request import FieldProblem, NotFound

INFO, THUMBNAIL = "finished.json", "thumbnail.jpg"
FORGOTTEN = "forgotten.json"
"""What the facts of a dream are called that was removed: its folder goes with the next start."""
MOST_FORGOTTEN = 20
MASTER = "master.png"
"""What a finished still is kept as too, if its own file is no plain PNG."""
ORIGINAL = "original"
"""What the film is called, but for its suffix, that a film was dreamed from."""
VIDEOS = (".mp4", ".webm")
"""Films that browsers play."""


@dataclass(frozen=True)
class Finished:
    """A finished dream.

    name:     what it is called when it is downloaded.
    kind:     "still", "zoom" or "film".
    toml:     its recipe. command: the command line that makes it.
    made_at:  seconds since 1970. seconds: how long it took.
    request:  what it was asked with.
    note:     where it was stopped, if it was, as "octave 3 of 5, step 2 of 8".
    frames:   of a zoom or a film.
    export_of: the dream of which this is another file, if it is one.
    has_original: whether the film that it was dreamed from is kept too, to be compared with it.
    """

    id: str
    visitor: str
    name: str
    kind: str
    width: int
    height: int
    toml: str
    command: str
    made_at: float
    seconds: float
    request: dict[str, Any]
    note: str = ""
    frames: int = 1
    export_of: str = ""
    has_original: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of its file."""
        return Path(self.name).suffix


class FinishedDreams:
    """All that was made, found again after a restart."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._lock = threading.Lock()
        self._forgotten: dict[str, Finished] = {}
        self._all = {each.id: each for each in self._read_all()}

    def place(self, job: str) -> Path:
        """Return the folder in which a job's result is made."""
        place = self._folder / job
        place.mkdir(parents=True, exist_ok=True)
        return place

    def keep(self, finished: Finished, thumbnail: bytes) -> None:
        """Keep a result whose file is in its place, :meth:`path`."""
        place = self.place(finished.id)
        write_atomically(place / THUMBNAIL, thumbnail)
        write_atomically(place / INFO, json.dumps(asdict(finished)).encode())
        with self._lock:
            self._all[finished.id] = finished

    def get(self, finished: str) -> Finished:
        """Return one of them; NotFound if there is none of this id."""
        with self._lock:
            if finished not in self._all:
                raise NotFound(f"there is no finished dream {finished[:40]!r}")
            return self._all[finished]

    def has(self, finished: str) -> bool:
        """Say whether there is one of this id."""
        with self._lock:
            return finished in self._all

    def frame(self, job: str, number: int) -> bytes | None:
        """Return a small picture of a zoom's frame, which may not be finished yet; None before."""
        if not job.replace("-", "").isalnum():
            raise NotFound(f"there is no job {job[:40]!r}")
        with suppress(OSError):
            return (self._folder / job / f"{int(number)}.jpg").read_bytes()
        return None

    def path(self, finished: str) -> Path:
        """Return its file."""
        return self._folder / finished / f"dream{self.get(finished).suffix}"

    def original(self, finished: str) -> Path:
        """Return the film that it was dreamed from; NotFound if that is not kept."""
        made = self.get(finished)
        if not made.has_original:
            raise NotFound(f"{made.name} is kept alone, without what it was dreamed from")
        return self._folder / finished / f"{ORIGINAL}{made.suffix}"

    def thumbnail(self, finished: str) -> bytes:
        """Return a JPEG of it."""
        self.get(finished)
        return (self._folder / finished / THUMBNAIL).read_bytes()

    def of(self, visitor: str | None) -> list[Finished]:
        """Return the dreams of a visitor, or of all, newest first; other files of them left out."""
        with self._lock:
            dreams = [each for each in self._all.values() if not each.export_of]
        found = [each for each in dreams if visitor in (None, each.visitor)]
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    def forget(self, finished: str) -> None:
        """Remove one of them; :meth:`bring_back` undoes it, until many more were or the studio ends."""
        self.get(finished)
        with self._lock:
            self._forgotten[finished] = self._all.pop(finished)
            gone = list(self._forgotten)[:-MOST_FORGOTTEN]
            for name in gone:
                del self._forgotten[name]
        (self._folder / finished / INFO).replace(self._folder / finished / FORGOTTEN)
        for name in gone:
            self._clear(name)

    def bring_back(self, finished: str) -> None:
        """Undo :meth:`forget`."""
        with self._lock:
            if finished not in self._forgotten:
                raise NotFound(f"{finished[:40]!r} is gone for good")
            self._all[finished] = self._forgotten.pop(finished)
        (self._folder / finished / FORGOTTEN).replace(self._folder / finished / INFO)

    def rename(self, finished: str, stem: str) -> Finished:
        """Give one of them another name, whose suffix stays; return it as it is now.

        Raise FieldProblem for no name.
        """
        if not stem.strip():
            raise FieldProblem("a dream needs a name", "name")
        made = self.get(finished)
        renamed = replace(made, name=clean_name(f"{stem}{made.suffix}"))
        write_atomically(self._folder / finished / INFO, json.dumps(asdict(renamed)).encode())
        with self._lock:
            self._all[finished] = renamed
        return renamed

    def _clear(self, finished: str) -> None:
        """Remove one of them for good, and its other files."""
        with self._lock:
            others = [each.id for each in self._all.values() if each.export_of == finished]
            for name in others:
                del self._all[name]
        for name in (finished, *others):
            self.discard(name)

    def discard(self, job: str) -> None:
        """Remove what a job left that was not finished."""
        place = self._folder / job
        (place / INFO).unlink(missing_ok=True)
        shutil.rmtree(place, ignore_errors=True)

    def _read_all(self) -> list[Finished]:
        self._folder.mkdir(parents=True, exist_ok=True)
        found = []
        for place in self._folder.iterdir():
            try:
                found.append(Finished(**json.loads((place / INFO).read_bytes())))
            except (OSError, ValueError, TypeError):  # never finished, or removed
                shutil.rmtree(place, ignore_errors=True)
        there = {each.id for each in found}
        for each in found:
            if each.export_of and each.export_of not in there:
                shutil.rmtree(self._folder / each.id, ignore_errors=True)
                there.discard(each.id)
        return [each for each in found if each.id in there]
