"""A drawing's panel: what its elements say, if that can be, or else how the picture looks.

Both are judged on the drawing at one size, whatever size was asked for.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dreamgen.imaging.masks import fade_edges
from dreamgen.loaders.charts.panel import find_panel, has_labels, is_chart, is_plausible
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.coverage import hide_all, measure_coverage, write_bodies
from dreamgen.loaders.svg.page import Page, crop_middle
from dreamgen.loaders.svg.parts.regions import Parts, Region
from dreamgen.loaders.svg.words import draw_with_words, lay_on_white
from dreamgen.recipe.values import Size

_JUDGED = Size(800)
_INK_OF_MARKS = 0.8
"""Of all ink but words': as much lies in what marks span at least, to be a panel without a frame."""


def find_panel_mask(page: Page, parts: Parts, losses: Losses) -> np.ndarray | None:
    """Return where a drawing's panel is on its page, float32 (H, W) in 0..1; None if it has none.

    Says in ``losses`` where the drawing's own elements are not followed, and where a drawing with
    words, which may well be a chart, has no panel.
    """
    size = _JUDGED.fit(*page.whole)
    small = replace(page, whole=size, target=size)
    drawn, words = draw_with_words(small)
    pixels = lay_on_white(drawn)
    region = parts.find_panel()
    if region is not None:
        if is_plausible(measure_region(small, region) > 0.5, pixels, words):
            return fade_edges(measure_region(page, region))
        why = f"what the elements of {page.name} call its panel cannot be one"
    else:
        why = f"no element of {page.name} is known as its panel"
    seen = find_panel(pixels) if is_chart(pixels) and not parts.is_diagram else None
    if seen is not None and has_labels(seen, words):
        losses.say(f"{why}; it is taken to be where the picture's long lines and edges are")
        return fade_edges(_enlarge(seen, page))
    marks = None if parts.is_diagram else parts.find_region(["marks?"], page.name, required=False)
    if marks is not None:
        spanned = replace(marks, area=True, frame=True)
        box = measure_region(small, spanned) > 0.5
        if has_labels(box, words) and is_plausible(box, pixels, words, _INK_OF_MARKS):
            losses.say(f"{why}; it is taken to be what its marks span")
            return fade_edges(measure_region(page, spanned))
    if region is not None or words.any():
        losses.say(f"{why}, nor does the picture show one: all of it dreams")
    return None


def measure_region(page: Page, region: Region) -> np.ndarray:
    """Return where a region shows on a page, float32 (H, W) in 0..1."""
    bodies = write_bodies(page.drawing.markup, region)
    shown = measure_coverage(page.draw(bodies, hide_all(page.drawing)))
    return _fill_box(shown) if region.frame else shown


def _fill_box(shown: np.ndarray) -> np.ndarray:
    rows, columns = (np.nonzero((shown > 0.5).any(axis=side))[0] for side in (1, 0))
    box = np.zeros_like(shown)
    if len(rows):
        box[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = 1
    return box


def _enlarge(box: np.ndarray, page: Page) -> np.ndarray:
    """Return a box, bool, that was found on a smaller drawing of a page, on the page itself."""
    height, width = box.shape
    rows, columns = (np.nonzero(box.any(axis=side))[0] for side in (1, 0))
    down, across = page.whole[1] / height, page.whole[0] / width
    large = np.zeros((page.whole[1], page.whole[0]), np.float32)
    large[
        round(rows[0] * down) : round((rows[-1] + 1) * down),
        round(columns[0] * across) : round((columns[-1] + 1) * across),
    ] = 1
    return crop_middle(large, page.target)
