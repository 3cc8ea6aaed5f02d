"""Where a result goes: held against other processes, and never at the cost of another file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dreamgen.atomic import follow_links, temporary_path
from dreamgen.errors import BadInput
from dreamgen.outputs.base import Output
from dreamgen.render.saving.locking import Busy, lock


@dataclass(frozen=True)
class Destination:
    """A path that this process alone writes, until it is done; or an open stream.

    path:      as the caller named it; of a stream, a name with the suffix of what is written.
    overwrite: what is there may be replaced; otherwise nothing was there.
    older:     what is there is a result of its own, which only a whole new one may replace.
    stream:    where the bytes go instead: standard output, a pipe, a device, or a caller's own.
    """

    path: Path
    overwrite: bool = False
    older: bool = False
    stream: BinaryIO | None = None

    @property
    def target(self) -> Path:
        """The absolute path of the file itself, links followed."""
        return follow_links(self.path)


def never(path: Path) -> bool:
    """Refuse whatever is asked about a path."""
    return False


@contextmanager
def claim(
    path: Path,
    output: Output,
    *,
    sources: Iterable[str | Path] = (),
    may_replace: Callable[[Path], bool] = never,
    is_own: Callable[[Path], bool] = never,
    advice: str = "overwrite=True replaces it",
) -> Iterator[Destination]:
    """Hold a path for one output.

    Raise BadInput if it cannot be written, is one of the files that the result is made from
    (``sources``), is being written by another process, or exists already. The last is asked of
    ``is_own``, which says that it is an unfinished result that may be completed, and then of
    ``may_replace``; ``advice`` says how to allow it.
    """
    check_place(output.place(path), output.in_place)
    check_sources(path, sources)
    with lock(follow_links(path), path):
        taken = output.is_taken(path)
        own = taken and is_own(path)
        if taken and not own and not may_replace(path):
            what = "holds a result" if output.in_place else "exists"
            raise BadInput(f"{path} {what} already: {advice}")
        yield Destination(path, taken, taken and not own)


@contextmanager
def claim_first_free(paths: Iterable[Path], output: Output) -> Iterator[Destination]:
    """Hold the first of several paths at which nothing is, and which no other process holds."""
    with ExitStack() as stack:
        for path in paths:
            if not os.path.lexists(path):
                with suppress(Busy):
                    destination = stack.enter_context(claim(path, output))
                    break
        else:
            raise BadInput("there is no free name left: choose one")
        yield destination


def is_device(path: Path) -> bool:
    """Say whether a path is a pipe or a device, which is written to but never replaced."""
    if str(path).startswith(("/dev/", "/proc/")):  # /dev/stdout may be a plain file's
        return True
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def open_device(path: Path, name: Path, output: Output) -> Iterator[Destination]:
    """Open a pipe or a device for a result that would be called ``name`` if it were a file.

    Raise BadInput for a disk, for a terminal, and for what cannot be opened.
    """
    try:
        if stat.S_ISBLK(path.stat().st_mode):
            raise BadInput(f"{path} is a disk: choose the name of a file")
        stream = path.open("wb")
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None
    with stream:
        yield stream_to(stream, name, output, str(path))


def stream_to(stream: BinaryIO, name: Path, output: Output, shown: str) -> Destination:
    """Return a stream as a destination. Raise BadInput for a terminal, and where a folder is needed."""
    if output.in_place:
        raise BadInput(f"{shown} is no folder, and frames need one")
    if getattr(stream, "isatty", bool)():
        raise BadInput(f"{shown} is a terminal, which shows no picture: write to a file or a pipe")
    return Destination(name, stream=stream)


def check_writable(path: Path) -> None:
    """Raise BadInput if a file could not be put at ``path``, found out by trying beside it."""
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder; give the name of a file in it")
        parent = follow_links(path).parent if path.is_symlink() else path.parent
        if not parent.is_dir():
            raise BadInput(f"{path}: there is no folder {parent}")
        with temporary_path(path) as trial:
            trial.touch(exist_ok=False)
        with suppress(FileNotFoundError):
            path.stat()  # its name may be too long where the trial's was not
    except ValueError:
        raise BadInput(f"{str(path)!r} is no file's name") from None
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None


def check_place(path: Path, is_folder: bool) -> None:
    """Raise BadInput if a file, or the files of a folder, could not be put there."""
    if not is_folder:
        check_writable(path)
    elif path.exists() and not path.is_dir():
        raise BadInput(f"{path} is a file; frames need a folder, or a suffix such as .gif or .mp4")
    else:
        check_writable(path / "frame" if path.is_dir() else path)


def check_sources(path: Path, sources: Iterable[str | Path]) -> None:
    """Raise BadInput if a path is one of the files that its result is made from."""
    for source in sources:
        if is_same_file(path, source):
            raise BadInput(f"{path} is what the result is made from: choose another name")


def is_same_file(path: Path, other: str | Path) -> bool:
    """Say whether two names are of one file: links, other spellings and other cases included."""
    try:
        other = Path(other).expanduser()
        return other.is_file() and path.samefile(other)
    except (OSError, ValueError, RuntimeError):
        return False
