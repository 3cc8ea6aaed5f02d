"""The median filter, against the definition; with OpenCV and without it."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from dreamgen.imaging.median import median_filter


def by_definition(levels, side):
    reach = side // 2
    padded = np.pad(levels, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    out = np.empty_like(levels)
    for row, column in np.ndindex(levels.shape[:2]):
        out[row, column] = np.median(padded[row : row + side, column : column + side], axis=(0, 1))
    return out


@pytest.mark.parametrize("library", ["opencv", "pillow"])
@pytest.mark.parametrize("size", [(19, 24), (3, 9), (16, 1)])
def test_each_value_is_the_median_of_its_square(library, size, monkeypatch):
    if library == "opencv":
        pytest.importorskip("cv2")
    else:
        monkeypatch.setitem(sys.modules, "cv2", None)  # importing it fails
    levels = np.random.default_rng(3).integers(0, 256, (*size, 3), dtype=np.uint8)
    assert np.array_equal(median_filter(levels, 7), by_definition(levels, 7))
