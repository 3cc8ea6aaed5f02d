"""What ``-o`` names, as it is typed: a path loses the slash by which a folder to be is known."""

from __future__ import annotations

import os
from pathlib import Path

from dreamgen.errors import BadInput

_SLASHES = tuple(filter(None, (os.sep, os.altsep)))


def read_out(text: str) -> Path:
    """Return the path that ``-o`` names. Raise BadInput for an empty one, as of an unset variable."""
    if not text:
        raise BadInput("-o: is empty: give the name of a file or a folder")
    return Path(text)


def read_place(text: str) -> Path:
    """Return the path that ``-o`` names; of a folder, as ``dreams/``, the template of names in it."""
    if not text.endswith(_SLASHES) or "{" in text:
        return read_out(text)
    from dreamgen.tasks.requests.names import USUAL

    return Path(text) / USUAL
