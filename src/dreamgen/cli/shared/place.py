"""What ``-o`` names, as it is typed: a path loses the slash by which a folder to be is known."""

from __future__ import annotations

import os
from pathlib import Path

_SLASHES = tuple(filter(None, (os.sep, os.altsep)))


def read_place(text: str) -> Path:
    """Return the path that ``-o`` names; of a folder, as ``dreams/``, the template of names in it."""
    if not text.endswith(_SLASHES) or "{" in text:
        return Path(text)
    from dreamgen.tasks.names import USUAL

    return Path(text) / USUAL
