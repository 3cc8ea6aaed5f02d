"""The objective that pictures end with, kept from the steps of their ascent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.events import Listener, Milestone, Step


class LastScore:
    """A listener that keeps the objective of the last step, and passes all on."""

    def __init__(self, listener: Listener | None):
        self._listener = listener
        self._objective: Tensor | None = None

    def __call__(self, event: Step | Milestone) -> None:
        self._objective = getattr(event, "objective", self._objective)
        if self._listener is not None:
            self._listener(event)

    def of(self, number: int, count: int) -> float | None:
        """Return the objective of one of ``count`` pictures; None if they were no single batch."""
        if self._objective is None or len(self._objective) != count:
            return None
        return float(self._objective[number])
