"""Cropping to another aspect ratio."""

from __future__ import annotations

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


def centre_crop_box(natural: tuple[float, float], target: tuple[int, int]) -> Box:
    """Return the largest box in the middle of a picture that has the aspect ratio of ``target``.

    Both sizes are (width, height). A difference that comes from rounding to whole pixels only is
    left alone, so that nothing is cut off unasked.
    """
    width, height = natural
    scale = max(target[0] / width, target[1] / height)
    if width * scale - target[0] < 1 and height * scale - target[1] < 1:
        return (0.0, 0.0, float(width), float(height))
    kept_width, kept_height = target[0] / scale, target[1] / scale
    left, top = (width - kept_width) / 2, (height - kept_height) / 2
    return (left, top, left + kept_width, top + kept_height)
