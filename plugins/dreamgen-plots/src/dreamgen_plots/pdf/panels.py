"""Which boxes of a page are the panels of its chart."""

from __future__ import annotations

from collections.abc import Sequence

from dreamgen_plots.pdf.page_objects import Box

_PATH, _TEXT = 2, 1  # PDFium's kinds of object
SMALLEST, SMALLEST_TOGETHER, LARGEST = 0.02, 0.1, 0.9  # of the page
_ALIKE = 0.6  # of the largest area: facets
_SAME = 0.05  # of a side
_MOST_PANELS = 64


def find_panels(boxes: Sequence[Box]) -> list[list[float]]:
    """Return left, top, right, bottom, as shares of the page, of the largest boxes that are no page.

    In a page of facets these are several of one size; backgrounds of legends are smaller. A bar or
    a tile of a map is no panel: nothing but words lies in a single one, and its neighbours are of
    other sizes.
    """
    paths: list[Box] = []
    for box in boxes:
        if box.kind == _PATH and SMALLEST < box.area < LARGEST and box not in paths:
            paths.append(box)
            if len(paths) > 4 * _MOST_PANELS:  # a mosaic
                return []
    largest = max((box.area for box in paths), default=0.0)
    alike = [box for box in paths if box.area > _ALIKE * largest]
    filled = [box for box in alike if _holds_marks(box, boxes)]
    panels = filled or (alike if len(alike) > 1 and _are_of_one_size(alike) else [])
    if len(panels) > _MOST_PANELS or sum(box.area for box in panels) <= SMALLEST_TOGETHER:
        return []
    return [list(box[:4]) for box in panels]


def _holds_marks(panel: Box, boxes: Sequence[Box]) -> bool:
    for box in boxes:
        across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        inside = panel.left < across < panel.right and panel.top < down < panel.bottom
        if inside and box.kind != _TEXT and box.area < 0.9 * panel.area:
            return True
    return False


def _are_of_one_size(boxes: Sequence[Box]) -> bool:
    widths = [box.right - box.left for box in boxes]
    heights = [box.bottom - box.top for box in boxes]
    return all(max(sides) - min(sides) <= _SAME * max(sides) for sides in (widths, heights))
