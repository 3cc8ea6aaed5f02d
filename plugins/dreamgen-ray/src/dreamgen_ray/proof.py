"""Some tasks are made twice, on different workers, and the results compared."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image

from dreamgen import InputWarning
from dreamgen_ray.actor import Result


class Proof:
    """Chooses every so many-th task, compares its two results, and counts."""

    def __init__(self, share: float):
        self._share = share
        self._same = self._other = self._alone = 0

    def chooses(self, number: int) -> bool:
        """Say whether the task of a number is made twice: evenly as many as the share says."""
        return int((number + 1) * self._share) > int(number * self._share)

    def compare(self, one: Result, other: Result) -> Result:
        """Return the first result, with a warning if the second one is another."""
        difference = _find_difference(one, other)
        self._same += not difference
        self._other += bool(difference)
        if not difference:
            return one
        places = f"{one.message['place']} and {other.message['place']}"
        text = f"task {one.message['number']} was made twice, on {places}, and {difference}"
        message = {**one.message, "warnings": (*one.message["warnings"], text)}
        return one._replace(message=message)

    def give_up(self) -> None:
        """Count a task that no second worker was there for."""
        self._alone += 1

    def report(self) -> None:
        """Say how many were the same."""
        twice = self._same + self._other
        if not self._share:
            return
        text = f"{self._same} of {twice} results made twice, on different workers, are the same"
        if self._alone:
            text += f"; {self._alone} could not be, as there was one worker alone"
        warnings.warn(text, InputWarning, stacklevel=2)


def _find_difference(one: Result, other: Result) -> str:
    """Return how two results differ, or an empty string if every pixel and byte that counts agrees."""
    problems = one.message["problem"], other.message["problem"]
    if problems[0] != problems[1]:
        return f"failed once alone: {problems[0] or problems[1]}"
    if one.files == other.files:
        return ""
    try:
        pixels = [
            np.asarray(Image.open(io.BytesIO(each.files[""])), np.int16) for each in (one, other)
        ]
    except (KeyError, OSError):
        return "its bytes differ"
    if pixels[0].shape != pixels[1].shape:
        return "its size differs"
    off = np.abs(pixels[0] - pixels[1])
    if not off.any():
        return ""
    return f"{np.count_nonzero(off)} of {off.size} values differ, by at most {off.max()} of 255"
