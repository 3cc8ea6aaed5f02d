"""A shot of a film, as a task for a worker that has neither the film's frames so far nor its store."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dreamgen.atomic import write_atomically

FRAME = "frame-{:06}.safetensors"
"""What the store of a film calls a frame; all else that it has of that frame is there by then."""


@dataclass(frozen=True)
class Shot:
    """The frames of a film from one cut to the next.

    frames: their numbers.
    store:  the folder that finished frames of the film are gathered in; it does not travel.
    begun:  files that a worker needs to go on with the shot, where the store is elsewhere.
    """

    frames: range
    store: Path | None = None
    begun: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def begin(self) -> int:
        """Return the first frame that is not finished, or the number after the last."""
        kept = self._is_kept
        return next((n for n in self.frames if not kept(n)), self.frames.stop)

    def write(self, folder: Path) -> int:
        """Write what a worker goes on from into its folder; return the frame that it begins with."""
        begun = self.needed()
        for name, data in begun.items():
            write_atomically(folder / name, data)
        numbers = [number for number in self.frames if FRAME.format(number) in begun]
        return max(numbers, default=self.frames.start - 1) + 1

    def needed(self) -> Mapping[str, bytes]:
        """Return the files of the first frame and of the last that is finished, if there is one."""
        begin = self.begin()
        if self.store is None or begin == self.frames.start:
            return self.begun
        ends = {f"-{number:06}" for number in (self.frames.start, begin - 1)}
        files = (path for end in ends for path in self.store.glob(f"[!.]*{end}.safetensors"))
        return {path.name: path.read_bytes() for path in files}

    def _is_kept(self, number: int) -> bool:
        return self.store is not None and (self.store / FRAME.format(number)).exists()

    def to_message(self) -> dict[str, Any]:
        """Return it as numbers and texts: with what is finished by now, so that it is gone on with."""
        begun = {name: b64encode(data).decode() for name, data in self.needed().items()}
        return {"first": self.frames.start, "stop": self.frames.stop, "begun": begun}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Shot:
        """Return what :meth:`to_message` made a message of."""
        begun = {name: b64decode(data) for name, data in message["begun"].items()}
        return cls(range(message["first"], message["stop"]), begun=begun)
