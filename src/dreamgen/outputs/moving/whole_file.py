"""A file that takes all of what it is given: a disk that is almost full takes only a part."""

from __future__ import annotations

import io
from typing import Any


class WholeFile(io.FileIO):
    """An unbuffered file whose writes are whole; they raise OSError if there is no room.

    A disk takes what there is room for, and says that it is full the next time. Who does not write
    again, as an encoder at a film's end, would never hear of it.
    """

    def write(self, data: Any) -> int:
        """Write the bytes of ``data`` and return how many they are."""
        left = memoryview(data).cast("B")
        count = len(left)
        while left:
            left = left[super().write(left) :]
        return count
