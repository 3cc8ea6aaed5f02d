"""A server that ends in order, however often Ctrl-C is pressed."""

from __future__ import annotations

from types import FrameType

import uvicorn


class PatientServer(uvicorn.Server):
    """Ends with the first signal, and passes none on: uvicorn's own breaks off with the second."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.should_exit = True
