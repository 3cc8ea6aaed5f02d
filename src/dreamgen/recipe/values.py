"""Plain values that recipes and components share."""

from __future__ import annotations

from dataclasses import dataclass, field

LayerAddress = int | str
"""A layer as a user names it: its number from 1, its share of the depth as 25%, its name, or a glob."""


LARGEST_WHOLE = 2**63 - 1
"""Largest whole number that TOML holds."""
MOST_DIGITS = 30
"""Digits of what is read as a number, be it too large a one: Python reads no more than thousands."""


def read_layer(text: str) -> LayerAddress:
    """Return a layer's number, or what else addresses it as it was typed.

    >>> read_layer("3"), read_layer("layer3.*"), read_layer("²")
    (3, 'layer3.*', '²')
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else text


def shorten(text: str, most: int = 60) -> str:
    """Return a text for a message: its beginning alone, if it is long."""
    return text if len(text) <= most else text[: most - 3] + "..."


@dataclass(frozen=True)
class Size:
    """A size in pixels: the longest side alone (height None), or width and height.

    A ``sheet`` of paper is turned as the picture lies, and holds the whole of it.
    """

    width: int
    height: int | None = None
    sheet: bool = field(default=False, repr=False)

    @property
    def is_exact(self) -> bool:
        """Whether both sides are asked for as they are, whatever the picture's shape."""
        return self.height is not None and not self.sheet

    def fit(self, width: float, height: float) -> tuple[int, int]:
        """Return (width, height) in whole pixels for something of the given natural size."""
        if self.height is None:
            scale = self.width / max(width, height)
        elif self.sheet:
            sides = sorted((self.width, self.height), reverse=height > width)[::-1]
            scale = min(sides[0] / width, sides[1] / height)
        else:
            return self.width, self.height
        return max(1, round(width * scale)), max(1, round(height * scale))
