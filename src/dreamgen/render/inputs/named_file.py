"""A file that is named: whether it is there, and is one."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from dreamgen.errors import BadInput, nearest

KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
"""What is no file: it may block, or have no end. What a shell pipes in is one."""
MOST_NAMES = 500
"""Files of a folder among which the nearest name is looked for."""


def check_named_file(name: str, others: Iterable[str] = ()) -> int:
    """Return the mode of a file; raise BadInput, with the nearest name, where there is none.

    ``others`` are names that may have been meant besides files.
    """
    path = Path(name)
    if not name:
        raise BadInput("'' is no file's name")
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise BadInput(f"there is no file {name}{_guess(path, others)}") from None
    except ValueError:
        raise BadInput(f"{name!r} is no file's name") from None
    except OSError as problem:
        raise BadInput(f"{name} cannot be read: {problem.strerror}") from None
    kind = KINDS.get(stat.S_IFMT(mode))
    if kind:
        hint = '; give "-" to read from standard input' if kind == "a device" else ""
        raise BadInput(f"{name} is {kind}, not a file{hint}")
    return mode


def _guess(path: Path, others: Iterable[str]) -> str:
    folder = path.parent if path.parent.is_dir() else Path()
    # Hidden files, as locks are, are meant by those alone who type their dot.
    hidden = path.name.startswith(".")
    beside: list[str] = []
    with suppress(OSError):
        names = (item.name for item in folder.iterdir())
        beside = list(islice((one for one in names if one.startswith(".") == hidden), MOST_NAMES))
    return nearest(path.name, beside) or nearest(str(path), others)
