"""Connected parts of a mask, found by joining the runs of its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Components:
    """Connected parts. labels: int32 (H, W), 0 for none; the other arrays have one value a part.

    Boxes are left, top, right, bottom, the last two exclusive; areas are in pixels.
    """

    labels: np.ndarray
    boxes: np.ndarray
    areas: np.ndarray

    @property
    def widths(self) -> np.ndarray:
        return self.boxes[:, 2] - self.boxes[:, 0]

    @property
    def heights(self) -> np.ndarray:
        return self.boxes[:, 3] - self.boxes[:, 1]

    def mask(self, chosen: np.ndarray) -> np.ndarray:
        """Return where the chosen parts, bool (parts,), are: bool (H, W)."""
        return np.concatenate([[False], chosen])[self.labels]


def find_runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the row, first and last-plus-one column of every run of True in a mask (H, W)."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows, starts, ends


def keep_long_runs(mask: np.ndarray, length: int) -> np.ndarray:
    """Return the mask with only those of its rows' runs that are at least so long."""
    rows, starts, ends = find_runs(mask)
    kept = ends - starts >= length
    edges = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int8)
    np.add.at(edges, (rows[kept], starts[kept]), 1)
    np.add.at(edges, (rows[kept], ends[kept]), -1)
    return np.cumsum(edges, axis=1)[:, :-1].astype(bool)


def find_components(mask: np.ndarray, most: int = 400_000) -> Components | None:
    """Return the 8-connected parts of a mask (H, W); None where it has more runs than ``most``."""
    rows, starts, ends = find_runs(mask)
    if len(rows) > most:
        return None
    roots = _join_runs(rows, starts, ends, mask.shape[0])
    names, part = np.unique(roots, return_inverse=True)
    count = len(names)
    boxes = np.zeros((count, 4), np.int64)
    boxes[:, :2] = max(mask.shape)
    np.minimum.at(boxes[:, 0], part, starts)
    np.minimum.at(boxes[:, 1], part, rows)
    np.maximum.at(boxes[:, 2], part, ends)
    np.maximum.at(boxes[:, 3], part, rows + 1)
    areas = np.bincount(part, ends - starts, minlength=count)
    edges = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int32)
    np.add.at(edges, (rows, starts), part + 1)
    np.add.at(edges, (rows, ends), -(part + 1))
    return Components(np.cumsum(edges, axis=1)[:, :-1], boxes, areas)


def _join_runs(rows: np.ndarray, starts: np.ndarray, ends: np.ndarray, height: int) -> list[int]:
    """Return for each run the first run of its part (union-find over overlapping rows)."""
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    first = np.searchsorted(rows, np.arange(height + 1)).tolist()
    left, right = starts.tolist(), ends.tolist()
    for row in range(1, height):
        above, here = first[row - 1], first[row]
        while above < first[row] and here < first[row + 1]:
            if left[above] <= right[here] and left[here] <= right[above]:
                one, other = root(above), root(here)
                parent[max(one, other)] = min(one, other)
            if right[above] < right[here]:
                above += 1
            else:
                here += 1
    return [root(run) for run in range(len(rows))]
