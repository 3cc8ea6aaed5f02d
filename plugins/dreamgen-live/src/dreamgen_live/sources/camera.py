"""A camera of this machine, through OpenCV."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dreamgen import BadInput

PATIENCE = 3.0
"""Seconds without a picture after which a camera has gone."""
PAUSE = 0.05


class Camera:
    """The camera of a number, from 0. Raise BadInput if there is none, or another program has it."""

    def __init__(self, number: int = 0):
        import cv2

        self.name = f"camera:{number}"
        self._open = True
        with _silent(cv2):
            self._capture = cv2.VideoCapture(number)
        if not self._capture.isOpened():
            raise BadInput(
                f"camera:{number}: there is no such camera, or another program uses it; "
                "`dreamgen live page` takes the one of the browser"
            )
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def pictures(self) -> Iterator[Any]:
        """Yield what the camera sees."""
        last = time.monotonic()
        while self._open:
            is_there, picture = self._capture.read()
            if is_there and picture is not None:
                last = time.monotonic()
                yield picture[:, :, ::-1]
            elif time.monotonic() - last > PATIENCE:
                raise BadInput(f"{self.name} sends no more pictures: is it still connected?")
            else:
                time.sleep(PAUSE)
        self._capture.release()

    def close(self) -> None:
        """Let go of the camera after its next picture."""
        self._open = False


@contextmanager
def _silent(cv2: Any) -> Iterator[None]:
    """Keep OpenCV from writing of each driver that finds no camera."""
    logging = cv2.utils.logging
    before = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(before)
