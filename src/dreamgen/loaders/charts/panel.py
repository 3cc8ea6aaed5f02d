"""Charts that come as bare pixels: whether a picture is one, and where its panel is.

A chart is mostly flat colour, which no photograph is. Its panel is what its long straight edges
and lines span: a background, a frame, axes or grid lines.
"""

from __future__ import annotations

import numpy as np

from dreamgen.imaging.channels import find_differences
from dreamgen.imaging.masks import distance_to
from dreamgen.loaders.charts.connected_components import (
    Components,
    find_components,
    keep_long_runs,
)
from dreamgen.loaders.charts.legend_keys import find_lines

_FLAT = 2.5 / 255
_MOSTLY = 0.6
_LONG = 0.35
_LEAST, _MOST = 0.12, 0.93
"""Of the picture's area, for a panel to be believed."""
_DRAWN = 0.03
"""How far a colour is from the paper's at least, to be ink."""
_BELIEVED = (0.03, 0.98)
"""Of the picture's area, for a panel that the drawing itself names."""
_BESIDE = 0.012
"""Of the picture's longer side: axes and ticks so close to a panel count as its own."""
_THICK = 0.02
"""Of the picture's shorter side: what is thinner is a line, no panel."""
_INK = 0.45
"""Of all ink but words': as much lies in the panels at least."""
_LABELS = 2
_MOST_PANELS = 100
_CONTENT = 0.002
"""Of the panels' area: as much is drawn upon them at least; on bars there is nothing."""


def is_chart(pixels: np.ndarray) -> bool:
    """Say whether (H, W, 3) in 0..1 is drawn rather than photographed: mostly flat colour."""
    across = find_differences(pixels[:-1, 1:], pixels[:-1, :-1]) < _FLAT
    down = find_differences(pixels[1:, :-1], pixels[:-1, :-1]) < _FLAT
    return bool((across & down).mean() > _MOSTLY)


def find_paper_colour(pixels: np.ndarray) -> np.ndarray:
    """Return the commonest colour along the picture's edges, (3,) in 0..1."""
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    levels = (edges * 31).round().astype(np.int64) @ (1024, 32, 1)
    most = np.bincount(levels).argmax()
    return np.median(edges[levels == most], axis=0)


def find_panel(pixels: np.ndarray) -> np.ndarray | None:
    """Return where the panel of a chart (H, W, 3) is, bool (H, W), or None if none is found."""
    height, width = pixels.shape[:2]
    drawn = _find_ink(pixels, find_paper_colour(pixels))
    lines = _find_edges(drawn, round(_LONG * width)) | _find_edges(drawn.T, round(_LONG * height)).T
    rows, columns = np.nonzero(lines.any(axis=1))[0], np.nonzero(lines.any(axis=0))[0]
    if not len(rows):
        return None
    panel = np.zeros((height, width), bool)
    panel[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    return panel if _LEAST < panel.mean() < _MOST else None


def is_plausible(
    panel: np.ndarray, pixels: np.ndarray, words: np.ndarray, least_ink: float = _INK
) -> bool:
    """Say whether what is called a chart's panels, bool (H, W), can be that.

    ``pixels`` (H, W, 3) in 0..1 is the whole chart, ``words``, bool (H, W), where its text is.
    Panels cover a good part of the page but not all of it, are no lines, hold much of what is
    drawn beside words, ``least_ink`` of it, and have something drawn upon them.
    """
    parts = find_components(panel)
    if parts is None or not _BELIEVED[0] < panel.mean() < _BELIEVED[1]:
        return False
    thick = np.minimum(parts.widths, parts.heights) > _THICK * min(panel.shape)
    if parts.areas[thick].sum() < 0.5 * parts.areas.sum():
        return False
    ink = _find_ink(pixels, find_paper_colour(pixels)) & ~words
    if measure_ink_share(panel, ink) < least_ink:
        return False
    return _measure_content(parts, pixels, words) > _CONTENT * panel.sum()


def _measure_content(parts: Components, pixels: np.ndarray, words: np.ndarray) -> int:
    """Return how many pixels are drawn upon the largest parts, away from edges and words."""
    content = 0
    for part in np.argsort(-parts.areas)[:_MOST_PANELS]:
        left, top, right, bottom = parts.boxes[part]
        window = (slice(top, bottom), slice(left, right))
        whole = np.pad(parts.labels[window] == part + 1, 1)
        inner = (distance_to(~whole, 3) >= 3)[1:-1, 1:-1] & ~words[window]
        ground = np.median(pixels[window][inner], axis=0) if inner.any() else 0
        content += int((inner & _find_ink(pixels[window], ground)).sum())
    return content


def _find_ink(pixels: np.ndarray, paper: np.ndarray | float) -> np.ndarray:
    return find_differences(pixels, paper) > _DRAWN


def measure_ink_share(panel: np.ndarray, ink: np.ndarray) -> float:
    """Return how much of the ink, bool (H, W), is in a panel or close beside it, in 0..1."""
    beside = max(2, round(_BESIDE * max(panel.shape)))
    near = distance_to(panel, beside + 1) <= beside
    return float((ink & near).sum() / max(1, ink.sum()))


def has_labels(panel: np.ndarray, words: np.ndarray) -> bool:
    """Say whether words stand below and beside a panel, a box, bool (H, W), as labels of axes do."""
    lines = find_lines(words)
    if lines is None or not panel.any():
        return False
    rows, columns = (np.nonzero(panel.any(axis=side))[0] for side in (1, 0))
    across, down = (lines.boxes[:, (0, 1)] + lines.boxes[:, (2, 3)]).T / 2
    reach = 0.15 * max(panel.shape)
    margin = 0.02 * max(panel.shape)
    within = (across > columns[0] - margin) & (across < columns[-1] + margin)
    below = within & (down > rows[-1]) & (down < rows[-1] + reach)
    level = (down > rows[0] - margin) & (down < rows[-1] + margin)
    beside = level & ((across < columns[0]) | (across > columns[-1]))
    return bool(below.sum() >= _LABELS and beside.sum() >= _LABELS)


def _find_edges(drawn: np.ndarray, length: int) -> np.ndarray:
    """Return runs along the rows that are at least so long, grid lines in paper's colour bridged."""
    return keep_long_runs(~keep_long_runs(~drawn, max(3, length // 90)), length)
