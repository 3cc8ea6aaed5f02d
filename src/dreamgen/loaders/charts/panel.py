"""Charts that come as bare pixels: whether a picture is one, and where its panel is.

A chart is mostly flat colour, which no photograph is. Its panel is what its long straight edges
and lines span: a background, a frame, axes or grid lines.
"""

from __future__ import annotations

import numpy as np

from dreamgen.loaders.charts.connected_components import keep_long_runs

_FLAT = 2.5 / 255
_MOSTLY = 0.6
_LONG = 0.35
_LEAST, _MOST = 0.12, 0.93
"""Of the picture's area, for a panel to be believed."""


def is_chart(pixels: np.ndarray) -> bool:
    """Say whether (H, W, 3) in 0..1 is drawn rather than photographed: mostly flat colour."""
    across = np.abs(np.diff(pixels, axis=1))[:-1].max(axis=2) < _FLAT
    down = np.abs(np.diff(pixels, axis=0))[:, :-1].max(axis=2) < _FLAT
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
    drawn = np.abs(pixels - find_paper_colour(pixels)).max(axis=2) > 0.03
    lines = _find_edges(drawn, round(_LONG * width)) | _find_edges(drawn.T, round(_LONG * height)).T
    rows, columns = np.nonzero(lines.any(axis=1))[0], np.nonzero(lines.any(axis=0))[0]
    if not len(rows):
        return None
    panel = np.zeros((height, width), bool)
    panel[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    return panel if _LEAST < panel.mean() < _MOST else None


def _find_edges(drawn: np.ndarray, length: int) -> np.ndarray:
    """Return runs along the rows that are at least so long, grid lines in paper's colour bridged."""
    return keep_long_runs(~keep_long_runs(~drawn, max(3, length // 90)), length)
