"""What visitors bring: bounded, looked at by dreamgen's own loaders, and kept by what is in it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from dreamgen import BadInput, Session, temporary_path, write_atomically
from dreamgen_studio.files.inspect import Inspector
from dreamgen_studio.files.names import clean_name
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.request import NotFound, Refused
from dreamgen_studio.settings import Settings

CHUNK = 1 << 20
FILE, INFO, THUMBNAIL = "file", "upload.json", "thumbnail.jpg"


class Uploads:
    """The uploads of all visitors: a folder for each visitor, and in it one for each file."""

    def __init__(self, folder: Path, settings: Settings, session: Session):
        self._folder = folder
        self._settings = settings
        self._inspector = Inspector(session, settings)

    def keep(self, visitor: str, name: str, stream: BinaryIO) -> Upload:
        """Keep what a stream gives; BadInput, and nothing is kept, for what cannot be used."""
        with self.receive(visitor, name) as incoming:
            while chunk := stream.read(CHUNK):
                incoming.write(chunk)
            return incoming.finish()

    @contextmanager
    def receive(self, visitor: str, name: str) -> Iterator[Incoming]:
        """Give what takes the bytes of an upload as they come; nothing is left of one that fails."""
        folder = self._folder / visitor
        folder.mkdir(parents=True, exist_ok=True)
        name = clean_name(name)
        room = self._settings.most_kept - sum(each.size for each in self.all(visitor))
        with (
            temporary_path(folder / f"upload{Path(name).suffix}") as draft,
            draft.open("wb") as file,
        ):
            yield Incoming(self, visitor, name, draft, file, room)

    def take(self, visitor: str, name: str, draft: Path, digest: str) -> Upload:
        """Look at a whole file, and keep it; the same file brought again is kept once."""
        place = self._folder / visitor / f"up-{digest[:20]}"
        if (place / INFO).exists():
            (place / INFO).touch()
            return _read(place)
        # Under its own name: loaders that draw a table make its title of it.
        kept = place / FILE / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(draft, kept)
        try:
            found = self._inspector.inspect(kept, name)
        except BadInput:
            shutil.rmtree(place)
            raise
        upload = Upload(place.name, name, size=kept.stat().st_size, **found.facts())
        if found.thumbnail:
            write_atomically(place / THUMBNAIL, found.thumbnail)
        write_atomically(place / INFO, json.dumps(asdict(upload)).encode())
        return upload

    def get(self, visitor: str, upload: str) -> Upload:
        """Return an upload; NotFound if this visitor has none of this id."""
        return _read(self._place(visitor, upload))

    def path(self, visitor: str, upload: str) -> Path:
        """Return where the bytes of an upload are."""
        return next((self._place(visitor, upload) / FILE).iterdir())

    def thumbnail(self, visitor: str, upload: str) -> bytes:
        """Return a JPEG of it; NotFound for what has no picture."""
        try:
            return (self._place(visitor, upload) / THUMBNAIL).read_bytes()
        except FileNotFoundError:
            raise NotFound(f"{upload} has no picture") from None

    def all(self, visitor: str) -> list[Upload]:
        """Return a visitor's uploads, newest first."""
        places = [path.parent for path in (self._folder / visitor).glob(f"*/{INFO}")]
        places.sort(key=lambda place: (place / INFO).stat().st_mtime, reverse=True)
        return [_read(place) for place in places]

    def _place(self, visitor: str, upload: str) -> Path:
        place = self._folder / visitor / upload
        # An id never has a slash or dots: no other folder can be named.
        if not upload.startswith("up-") or not upload[3:].isalnum() or not (place / INFO).exists():
            raise NotFound(f"there is no upload {upload[:40]!r}: bring the file again")
        return place


class Incoming:
    """An upload on its way: counted and bounded as its bytes come."""

    def __init__(
        self, uploads: Uploads, visitor: str, name: str, draft: Path, file: BinaryIO, room: int
    ):
        self._uploads = uploads
        self._visitor = visitor
        self._name = name
        self._draft = draft
        self._file = file
        self._digest = hashlib.sha256(name.encode())
        self._count = 0
        self._room = room
        self._most = uploads._settings.most_bytes

    def write(self, chunk: bytes) -> None:
        """Take some bytes; BadInput or Refused as soon as they are too many."""
        self._count += len(chunk)
        if self._count > self._most:
            raise BadInput(
                f"{self._name} is larger than {self._most >> 20} MB, the most taken here"
            )
        if self._count > self._room:
            raise Refused("your uploads take all the room there is for you here: remove some")
        self._digest.update(chunk)
        self._file.write(chunk)

    def finish(self) -> Upload:
        """Return the upload, looked at and kept."""
        self._file.flush()
        return self._uploads.take(self._visitor, self._name, self._draft, self._digest.hexdigest())


def _read(place: Path) -> Upload:
    return Upload(**json.loads((place / INFO).read_bytes()))
