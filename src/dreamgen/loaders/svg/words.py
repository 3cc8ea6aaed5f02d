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
        return drawn, _find_differences(drawn, others[0])
    return drawn, find_outlined_words(lay_on_white(drawn))


def _find_differences(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return where two drawings, (H, W, 4), differ: bool (H, W)."""
    import torch

    from dreamgen.imaging.strips import strips_of

    planes = [torch.from_numpy(drawn).permute(2, 0, 1) for drawn in (one, other)]
    strips = strips_of(*one.shape[:2])
    return strips.map(lambda one, other: (one != other).any(0), *planes).numpy()


def lay_on_white(drawn: np.ndarray) -> np.ndarray:
    """Return (H, W, 4), uint8, laid on white: float32 (H, W, 3) in 0..1."""
    values = drawn.astype(np.float32) / 255
    return values[..., :3] * values[..., 3:] + (1 - values[..., 3:])
