"""Words that a drawing holds as outlines of glyphs: nothing names them, so they are known by look."""

from __future__ import annotations

import numpy as np

from dreamgen.loaders.charts.panel import find_panel, is_chart
from dreamgen.loaders.charts.text import find_text


def find_outlined_words(pixels: np.ndarray) -> np.ndarray:
    """Return where words are in a drawing, (H, W, 3) in 0..1, that names none: bool (H, W).

    Only a chart with a panel is looked at: in any other drawing small dark parts may be anything.
    """
    looks_like_chart = is_chart(pixels) and find_panel(pixels) is not None
    words = find_text(pixels) if looks_like_chart else None
    return np.zeros(pixels.shape[:2], bool) if words is None else words
