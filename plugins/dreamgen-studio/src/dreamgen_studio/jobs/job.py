"""A job: one dream that was asked for, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True)
class JobState:
    """How far a job is.

    place:    in the queue, from 1; 0 unless it waits.
    done:     share of it, 0 to 1.
    octave, octaves, step, steps: where the ascent is; 0 before it begins.
    frame, frames: of a zoom, those that are finished, and all.
    keyframe, keyframes: likewise.
    preview:  number of the newest preview; 0 for none. It rises: a page asks for it again then.
    problem:  one sentence, of a job that failed.
    warnings: one sentence each: what was passed over.
    result:   id of what it made.
    size:     width and height of the result in pixels; 0, 0 before they are known.
    left:     seconds until it ends, as far as can be told; None before.
    """

    id: str
    kind: str
    state: State
    place: int = 0
    done: float = 0.0
    octave: int = 0
    octaves: int = 0
    step: int = 0
    steps: int = 0
    frame: int = 0
    frames: int = 0
    keyframe: int = 0
    keyframes: int = 0
    preview: int = 0
    problem: str = ""
    warnings: tuple[str, ...] = ()
    result: str | None = None
    size: tuple[int, int] = (0, 0)
    left: float | None = None

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def words(self) -> str:
        """Where it is, in words: "octave 2 of 5, step 3 of 12"."""
        if self.state == "waiting":
            return "next" if self.place == 1 else f"{self.place} in the queue"
        if self.state != "running":
            return self.state
        if not self.octave:
            return "preparing"
        words = f"octave {self.octave} of {self.octaves}, step {self.step} of {self.steps}"
        if self.frames > 1:
            return f"frame {self.frame} of {self.frames}, {words}"
        return words
