"""Plain values that recipes and components share."""

from __future__ import annotations

from dataclasses import dataclass

LayerAddress = int | str
"""A layer as a user names it: its number from 1, its share of the depth as 25%, its name, or a glob."""


LARGEST_WHOLE = 2**63 - 1
"""Largest whole number that TOML holds."""


def shorten(text: str, most: int = 60) -> str:
    """Return a text for a message: its beginning alone, if it is long."""
    return text if len(text) <= most else text[: most - 3] + "..."


@dataclass(frozen=True)
class Size:
    """A size in pixels: the longest side alone (height None), or width and height."""

    width: int
    height: int | None = None

    def fit(self, width: float, height: float) -> tuple[int, int]:
        """Return (width, height) in whole pixels for something of the given natural size."""
        if self.height is not None:
            return self.width, self.height
        scale = self.width / max(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale))
