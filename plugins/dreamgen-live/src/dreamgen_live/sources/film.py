"""A film from a file, in a loop, at its own speed; or a picture."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dreamgen import BadInput, open_film

AGAIN = 0.2
"""Seconds after which a picture is shown again."""


class Film:
    """A video, an animation or a folder of frames. Raise BadInput for what is none of these."""

    def __init__(self, path: Path):
        self.name = str(path)
        self._open = True
        self._reel = open_film(path)

    def pictures(self) -> Iterator[Any]:
        """Yield its frames when they are due, again from the start after the last one."""
        while self._open:
            begun, count = time.monotonic(), 0
            for shown in self._reel.play():
                wait = begun + shown.seconds - time.monotonic()
                if not self._open:
                    return
                # What is due already is left out, for a film that is decoded slowly to keep its speed.
                if wait > 0 or count == 0:
                    time.sleep(max(0.0, wait))
                    yield shown.image.convert("RGB")
                count += 1
            if not count:
                raise BadInput(f"{self.name} shows nothing")
            time.sleep(max(0.0, begun + self._reel.seconds - time.monotonic()))

    def close(self) -> None:
        """End it."""
        self._open = False


class Still:
    """One picture, which stands still for as long as it is wanted."""

    def __init__(self, path: Path):
        from PIL import Image, ImageOps

        self.name = str(path)
        self._open = True
        try:
            with Image.open(path) as image:
                self._image = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
            raise BadInput(f"{path} cannot be read: {problem}") from None

    def pictures(self) -> Iterator[Any]:
        """Yield the picture, again and again."""
        while self._open:
            yield self._image
            time.sleep(AGAIN)

    def close(self) -> None:
        """End it."""
        self._open = False
