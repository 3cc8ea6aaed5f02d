"""Boxes around what is fresh in a frame, so that only as much is dreamed afresh."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.zoom.warp import Box

CELL = 64
"""Pixels of the grid on which boxes begin and end."""
CONTEXT = 48
"""Pixels around what is fresh that the network sees with it."""
MOST = 0.7
"""Share of the frame that boxes may cover together; beyond it the whole frame is one box."""


def find_boxes(fresh: Tensor) -> list[Box]:
    """Return boxes that hold every fresh place of a frame, (1, H, W) of bool, with some context.

    Runs of cells in a row that lie below one another are one box: a strip that a pan brings in, a
    place that something has left.
    """
    height, width = fresh.shape[1:]
    cells = F.max_pool2d(fresh[None].float(), CELL, ceil_mode=True)[0, 0] > 0
    open_runs: dict[tuple[int, int], int] = {}
    found: list[Box] = []
    for row in range(len(cells) + 1):
        runs = _find_runs(cells[row].tolist()) if row < len(cells) else []
        for run in [run for run in open_runs if run not in runs]:
            found.append((open_runs.pop(run), run[0], row, run[1]))
        for run in runs:
            open_runs.setdefault(run, row)
    boxes = [_widen(box, height, width) for box in found]
    area = sum((bottom - top) * (right - left) for top, left, bottom, right in boxes)
    return boxes if area <= MOST * height * width else [(0, 0, height, width)]


def _find_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return where neighbouring cells of a row are set: the first, and the one after the last."""
    runs, begin = [], None
    for column, is_set in enumerate([*row, False]):
        if is_set and begin is None:
            begin = column
        elif not is_set and begin is not None:
            runs.append((begin, column))
            begin = None
    return runs


def _widen(box: Box, height: int, width: int) -> Box:
    """Return a box of cells in pixels, with its context."""
    top, left, bottom, right = (side * CELL for side in box)
    return (
        max(0, top - CONTEXT),
        max(0, left - CONTEXT),
        min(height, bottom + CONTEXT),
        min(width, right + CONTEXT),
    )
