"""Do, one after another, what no input may do, and fail unless the watch notices each."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import watch
from PIL import Image
from watch import MARKER
from worker import open_watch

from dreamgen.errors import BadInput, InputWarning

QUICK = 1.0
"""Seconds that an input may take here: a real one has more."""


def main() -> None:
    """Try each misdeed; print what the watch says of it."""
    watch.MOST_SECONDS = QUICK
    with open_watch() as watching:
        path = watching.work / "input.txt"
        path.write_text("")
        assert watching.try_input(path, Path.read_bytes) == []
        for expected, misdeed in MISDEEDS.items():
            sorts = [problem.sort for problem in watching.try_input(path, misdeed)]
            assert any(sort.startswith(expected) for sort in sorts), (expected, sorts)
            Image.MAX_IMAGE_PIXELS = 10**8


def _raise(error: BaseException) -> None:
    raise error


def _connect(path: Path) -> None:
    with socket.socket() as plug:
        plug.connect_ex(("127.0.0.1", 9))


def _open_in_a_child(path: Path) -> None:
    subprocess.run([sys.executable, "-I", "-c", "open('../bait.svg')"], check=True)


def _work_long(path: Path) -> None:
    start = os.times().user
    while os.times().user < start + 1.2 * QUICK:
        sum(range(10**6))


def _warn_twice(path: Path) -> None:
    warnings.warn("input.txt: a", InputWarning, stacklevel=1)
    warnings.warn("input.txt: b", InputWarning, stacklevel=1)


MISDEEDS: dict[str, Callable[[Path], object]] = {
    "KeyError in misdeeds.py:_raise": lambda path: _raise(KeyError("a")),
    "SystemExit in misdeeds.py:_raise": lambda path: _raise(SystemExit(1)),
    "message without the input's name": lambda path: _raise(BadInput("this is wrong")),
    "opened": lambda path: Path("bait.png").read_bytes(),
    "bait opened": _open_in_a_child,
    "command": _open_in_a_child,
    "connection": _connect,
    "too slow": _work_long,
    "too much memory": lambda path: len(b"x" * (1200 << 20)),
    "left behind": lambda path: Path(MARKER).write_text("x"),
    "more than one warning": _warn_twice,
    "stray DeprecationWarning": lambda path: warnings.warn("a", DeprecationWarning, stacklevel=1),
    "state: random": lambda path: random.random(),
    "state: PIL.Image.MAX_IMAGE_PIXELS": lambda path: setattr(Image, "MAX_IMAGE_PIXELS", None),
    "state: environment": lambda path: os.environ.update(DREAMGEN_X="1"),
}

if __name__ == "__main__":
    main()
