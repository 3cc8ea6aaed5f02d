"""Hears of each step of a dream, and tells how far it is and what it looks like."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen import write_atomically
from dreamgen_studio.files.small import encode_small

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen import Frame

OFTEN = 0.28
"""Seconds between two previews, at least."""


class Watch:
    """A listener for a session. ``where`` is the step that was told last, in words."""

    def __init__(
        self,
        tell: Callable[[Mapping[str, Any]], None],
        check: Callable[[], None],
        frames: Path | None = None,
    ):
        self._tell = tell
        self._check = check
        self._frames = frames
        self._shown = 0.0
        self.where = ""
        self.finished = 0
        self.is_whole = True

    def show(self, pixels: Tensor) -> None:
        """Send a preview of pixels, (3, H, W) in 0..1."""
        self._shown = time.monotonic()
        self._tell({"event": "preview", "jpeg": base64.b64encode(encode_small(pixels)).decode()})

    def see(self, frame: Frame) -> Frame:
        """Pass a finished frame on; one of a zoom is kept for playing."""
        self.finished += 1
        if self._frames is not None:
            write_atomically(self._frames / f"{self.finished}.jpg", encode_small(frame.pixels))
        if frame.count == 1 or time.monotonic() - self._shown >= OFTEN:
            self.show(frame.pixels)
        return frame

    def __call__(self, event: Any) -> None:
        if hasattr(event, "octave"):
            self._hear_step(event)
        else:
            self._tell({"event": event.kind, "number": event.number, "count": event.count})
        self._check_wish(event)

    def _hear_step(self, step: Any) -> None:
        self.where = f"octave {step.octave} of {step.octaves}, step {step.step} of {step.steps}"
        now = time.monotonic()
        is_due = now - self._shown >= OFTEN
        if is_due or step.step == step.steps:
            places = {key: getattr(step, key) for key in ("octave", "octaves", "step", "steps")}
            self._tell({"event": "step", **places, "done": step.done})
        if is_due:
            self.show(step.pixels[0, :3])

    def _check_wish(self, event: Any) -> None:
        try:
            self._check()
        except Exception:
            is_last = getattr(event, "number", 0) == getattr(event, "count", 1)
            self.is_whole = getattr(event, "done", 0) >= 1 or is_last
            raise
