"""Count how far a zoom or a film has come, from the events of the engine."""

from __future__ import annotations

import time

from dreamgen.engine.events import Milestone, Step
from dreamgen.render.plan import ENDLESS

DREAMING = 0.85
"""About the share of a nested zoom's time that its keyframes take."""


class Count:
    """Hears of every event of a zoom or a film, and says how far it has come."""

    def __init__(self, dreams: int):
        self.dreams = dreams
        self.dreamed = 0
        self.frame = 0
        self.frames = 0
        self._within = 0.0
        self._start = time.monotonic()

    def hear(self, event: Step | Milestone) -> None:
        if isinstance(event, Step):
            self._within = event.done
            return
        self._within = 0.0
        if event.kind == "keyframe":
            self.dreamed = event.number
            return
        self.frame, self.frames = event.number, event.count
        if self.dreams == event.count < ENDLESS:  # feedback dreams every frame
            self.dreamed = event.number

    @property
    def share(self) -> float:
        """Share of the whole work done, 0 to 1."""
        dreamed = min(1.0, (self.dreamed + self._within) / self.dreams)
        return DREAMING * dreamed + (1 - DREAMING) * self.frame / max(1, self.frames)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    @property
    def fps(self) -> float:
        return self.frame / max(1e-9, self.seconds)

    def __str__(self) -> str:
        if self.dreams == ENDLESS:
            dreams = f"dream {self.dreamed}  " if self.dreamed else ""
            return f"{dreams}frame {self.frame}  {self.fps:.2f} fps"
        left = self.seconds * (1 - self.share) / max(1e-9, self.share)
        frames = f"frame {self.frame}/{self.frames}  {self.fps:.2f} fps  " if self.frame else ""
        dream = min(self.dreams, self.dreamed + (self._within > 0))
        return f"dream {dream}/{self.dreams}  {frames}{left:.0f} s left"
