"""The screen, or a part of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from dreamgen import BadInput

FPS = 30
PART = re.compile(r"(-?\d+),(-?\d+),(\d+)x(\d+)")
LEAST = 16


class Screen:
    """The main screen, or the part ``X,Y,WxH`` of it in pixels.

    Raise BadInput if there is no screen, or no such part of it.
    """

    def __init__(self, part: str = ""):
        import mss

        self.name = f"screen:{part}" if part else "screen"
        self._open = True
        self._failure = mss.ScreenShotError
        box = _read_part(part)
        try:
            with mss.mss() as grabber:
                everything, *screens = grabber.monitors
        except self._failure as problem:
            raise BadInput(f"{self.name}: there is no screen to look at ({problem})") from None
        self._box = box or (screens or [everything])[0]
        if box and not _lies_within(box, everything):
            raise BadInput(
                f"{self.name}: the screen is {everything['width']}x{everything['height']} pixels"
            )

    def pictures(self) -> Iterator[Any]:
        """Yield what the screen shows."""
        import mss
        import numpy as np

        with mss.mss() as grabber:
            while self._open:
                begun = time.monotonic()
                try:
                    shot = grabber.grab(self._box)
                except self._failure as problem:
                    raise BadInput(f"{self.name} cannot be seen any more: {problem}") from None
                yield np.asarray(shot)[:, :, 2::-1]  # BGRA
                time.sleep(max(0.0, 1 / FPS - (time.monotonic() - begun)))

    def close(self) -> None:
        """End the pictures."""
        self._open = False


def _read_part(part: str) -> dict[str, int] | None:
    if not part:
        return None
    found = PART.fullmatch(part)
    if found is None or min(int(found[3]), int(found[4])) < LEAST:
        raise BadInput(
            f"screen:{part}: must be screen:X,Y,WxH in pixels, as screen:100,200,640x480"
        )
    left, top, width, height = (int(number) for number in found.groups())
    return {"left": left, "top": top, "width": width, "height": height}


def _lies_within(box: dict[str, int], whole: dict[str, int]) -> bool:
    return all(
        whole[begin] <= box[begin] and box[begin] + box[side] <= whole[begin] + whole[side]
        for begin, side in (("left", "width"), ("top", "height"))
    )
