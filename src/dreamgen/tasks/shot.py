"""A shot of a film as a task: what its worker continues from, and what it sends back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from errno import EXDEV
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.atomic import write_atomically

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.zoom.store import Store

ENDING = ".safetensors"
FRAME = f"frame-{{:06}}{ENDING}"
"""What a film's store calls a frame; all else that it has of that frame is there by then."""


@dataclass(frozen=True)
class Shot:
    """The frames of a film from one cut to the next.

    frames: their numbers.
    store:  the folder that finished frames of the film are gathered in; it does not travel.
    kept:   files that a worker continues from, where the store is on another machine.
    """

    frames: range
    store: Path | None = None
    kept: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def is_finished(self) -> bool:
        """Whether the store has every frame."""
        return self._find_begin() == self.frames.stop

    def read_kept(self) -> Mapping[str, bytes]:
        """Return the files of the first frame and of the last finished one, as far as there are any."""
        if self.store is None:
            return self.kept
        ends = {self.frames.start, max(self.frames.start, self._find_begin() - 1)}
        files = (path for number in ends for path in _list_files(self.store, number))
        return {path.name: path.read_bytes() for path in files}

    def _find_begin(self) -> int:
        store = self.store or Path()
        missing = (n for n in self.frames if not (store / FRAME.format(n)).exists())
        return next(missing, self.frames.stop)

    def to_message(self) -> dict[str, Any]:
        """Return it as numbers and texts, with the frames to continue from."""
        kept = {name: b64encode(data).decode() for name, data in self.read_kept().items()}
        return {"first": self.frames.start, "stop": self.frames.stop, "kept": kept}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Shot:
        """Return what :meth:`to_message` made a message of."""
        kept = {name: b64decode(data) for name, data in message["kept"].items()}
        return cls(range(message["first"], message["stop"]), kept=kept)


class OverlayStore:
    """A store that has the files of a shot that is continued; what is put goes into another store."""

    def __init__(self, files: Mapping[str, bytes], added: Store):
        self._files = files
        self._added = added

    def get(self, name: str) -> Tensor | None:
        """Return the tensor of a name, or None."""
        from safetensors.torch import load

        data = self._files.get(f"{name}{ENDING}")
        return self._added.get(name) if data is None else load(data)["value"]

    def put(self, name: str, value: Tensor) -> None:
        """Keep a tensor."""
        self._added.put(name, value)

    def next_frame(self, frames: range) -> int:
        """Return the frame after the last one that was finished before, or the first."""
        kept = [number for number in frames if FRAME.format(number) in self._files]
        return max(kept, default=frames.start - 1) + 1


def move_finished(folder: Path, to: Path) -> bool:
    """Move the finished frames of a store to another; say whether there were any."""
    frames = sorted(folder.glob(FRAME.format(0).replace("000000", "*")))
    for frame in frames:
        number = int(frame.stem.rpartition("-")[2])
        for path in sorted(_list_files(folder, number), key=lambda path: path == frame):
            _move(path, to / path.name)
    return bool(frames)


def _move(path: Path, to: Path) -> None:
    try:
        path.replace(to)
    except OSError as problem:
        if problem.errno != EXDEV:
            raise
        write_atomically(to, path.read_bytes())
        path.unlink()


def _list_files(folder: Path, number: int) -> Iterator[Path]:
    """Yield the files of a frame; drafts have names that begin with a dot."""
    return folder.glob(f"[!.]*-{number:06}{ENDING}")
