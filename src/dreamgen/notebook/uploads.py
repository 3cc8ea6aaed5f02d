"""Files that a page sends to the kernel, piece by piece; they go with the widget."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from dreamgen.errors import BadInput, make_printable

MOST_BYTES = 200 * 2**20
"""Of one file."""


class Uploads:
    """A folder of the files that were sent, each in one of its own, by the names they had."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dreamgen-")
        self.paths: dict[str, Path] = {}

    def add(self, name: str, piece: bytes, is_first: bool) -> str:
        """Append a piece to a file, begun anew with its first one; return the file's plain name."""
        plain = PureWindowsPath(PurePosixPath(name).name).name
        if not plain.strip(".") or plain != make_printable(plain):
            raise BadInput(f"a file called {name!r} cannot be taken: give it a plain name")
        if is_first:
            folder = Path(tempfile.mkdtemp(dir=self._folder.name))
            self.paths[plain] = folder / plain
        path = self.paths[plain]
        with path.open("ab") as file:
            if file.tell() + len(piece) > MOST_BYTES:
                raise BadInput(f"{plain} is larger than {MOST_BYTES >> 20} MB")
            file.write(piece)
        return plain
