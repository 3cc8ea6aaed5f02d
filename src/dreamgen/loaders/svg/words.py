"""Where a drawing's words are: where it looks different without them."""

from __future__ import annotations

import numpy as np

from dreamgen.loaders.charts.outlined_words import find_outlined_words
from dreamgen.loaders.svg.page import Page


def draw_with_words(page: Page) -> tuple[np.ndarray, np.ndarray]:
    """Return the drawing, uint8 (H, W, 4), and where its words are, bool (H, W).

    In a chart whose words are outlines without a name, they are found by what they look like.
    """
    wordless = page.drawing.wordless
    bodies = [page.drawing.body] if wordless is None else [page.drawing.body, wordless]
    drawn, *others = page.draw(bodies)
    if others:
        return drawn, (drawn != others[0]).any(axis=2)
    return drawn, find_outlined_words(lay_on_white(drawn))


def lay_on_white(drawn: np.ndarray) -> np.ndarray:
    """Return (H, W, 4), uint8, laid on white: float32 (H, W, 3) in 0..1."""
    values = drawn.astype(np.float32) / 255
    return values[..., :3] * values[..., 3:] + (1 - values[..., 3:])
