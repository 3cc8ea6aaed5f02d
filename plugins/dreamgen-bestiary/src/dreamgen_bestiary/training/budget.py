"""How the minutes that a user gives are shared out: drawing first, and training for the rest."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import torch

from dreamgen import BadInput
from dreamgen_bestiary.catalogue import Drawn
from dreamgen_bestiary.scene import draw_pictures
from dreamgen_bestiary.training.collection import CHUNK, WORTHWHILE

DRAWING = 0.4  # largest share of the time that goes into pictures
SAMPLED = 8  # classes whose drawing is timed: some take five times as long as others


def choose_count(
    classes: Sequence[Drawn], most: int, side: int, device: torch.device, minutes: float
) -> int:
    """Return how many pictures of each class can be drawn in a share of the time, up to ``most``.

    Raise BadInput if there is not time for one of each.
    """
    seconds = _time_picture(classes, side, device) * len(classes)
    fits = DRAWING * minutes * 60 / seconds
    if device.type == "cpu" and fits * len(classes) > WORTHWHILE * CHUNK:
        fits *= os.cpu_count() or 1  # so many are drawn in several processes
    if fits < 1:
        raise BadInput(
            f"--minutes {minutes:g} is too short to draw one picture of each of {len(classes)} classes "
            f"and to train on them: give {seconds / DRAWING / 60:.1f} or more, or fewer --classes"
        )
    return min(most, int(fits))


def _time_picture(classes: Sequence[Drawn], side: int, device: torch.device) -> float:
    """Return the seconds that a picture takes, on average over some of the classes."""
    some = classes[:: -(-len(classes) // SAMPLED)]
    draw_pictures(some[0], 1, side, 0, device)  # the first waits for what others find ready
    begun = time.monotonic()
    for drawing in some:
        draw_pictures(drawing, 1, side, 0, device)
    return max(1e-6, (time.monotonic() - begun) / len(some))
