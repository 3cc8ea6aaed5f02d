"""Boxes hold all that is fresh, and little else."""

from __future__ import annotations

import pytest
import torch

from dreamgen.engine.film.boxes import CELL, CONTEXT, find_boxes

SIZE = (1, 400, 700)


def places(*parts):
    fresh = torch.zeros(SIZE, dtype=torch.bool)
    for rows, columns in parts:
        fresh[0, slice(*rows), slice(*columns)] = True
    return fresh


def widen(fresh, by):
    """Return the places within ``by`` rows and columns of a fresh one."""
    wide = fresh[None].float()
    for kernel, padding in (((2 * by + 1, 1), (by, 0)), ((1, 2 * by + 1), (0, by))):
        wide = torch.nn.functional.max_pool2d(wide, kernel, 1, padding)
    return wide[0] > 0


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        ([((0, 400), (690, 700))], 1),  # a pan to the right
        ([((0, 400), (690, 700)), ((395, 400), (0, 700))], 2),  # and down
        ([((100, 120), (100, 110)), ((300, 320), (600, 610))], 2),
        ([], 0),
    ],
)
def test_boxes_hold_what_is_fresh_with_context(parts, count):
    fresh = places(*parts)
    boxes = find_boxes(fresh)
    assert len(boxes) == count
    inside = torch.zeros(SIZE, dtype=torch.bool)
    for top, left, bottom, right in boxes:
        inside[0, top:bottom, left:right] = True
    assert not (widen(fresh, CONTEXT) & ~inside).any()
    assert not (inside & ~widen(fresh, CONTEXT + CELL)).any()


def test_where_most_is_fresh_the_whole_frame_is_one_box():
    assert find_boxes(places(((0, 400), (0, 500)))) == [(0, 0, 400, 700)]
