"""The gradient of a picture that is too large for memory: by tiles and strips, never as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.backbones.tiling.tiles import carry_back, run_windows, score_tiles
from dreamgen.backbones.tiling.window import Window
from dreamgen.engine.batch import Subject
from dreamgen.engine.memory import return_freed_memory
from dreamgen.engine.scoring import Seen
from dreamgen.engine.work_plan import WorkPlan, draw_shift, find_margin
from dreamgen.imaging.scratch import release_pages
from dreamgen.imaging.strips import Strips
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent


Place = tuple[EllipsisType, slice, slice]
"""Rows and columns of a tensor (B, C, H, W)."""

ROWS = 128
"""Rows of a window that are read or added to at a time."""


@dataclass(frozen=True)
class RolledPicture:
    """``torch.roll(picture, (down, right), (2, 3))``, read by windows and never made.

    ``gradient``, as large as ``picture``, (B, C, H, W), takes the gradients that are added. Windows
    are worked on where ``device`` says.
    """

    picture: Tensor
    gradient: Tensor
    down: int
    right: int
    device: torch.device

    @property
    def size(self) -> tuple[int, int]:
        return self.picture.shape[2], self.picture.shape[3]

    def read(self, rows: slice, columns: slice) -> Tensor:
        window = self.picture.new_empty((*self.picture.shape[:2], _length(rows), _length(columns)))
        for part, place in self._match(rows, columns):
            window[part] = self.picture[place]
            release_pages()
        return window.to(self.device)

    def add(self, rows: slice, columns: slice, gradient: Tensor) -> None:
        gradient = gradient.to(self.gradient.device)
        for part, place in self._match(rows, columns):
            self.gradient[place] += gradient[part]
            release_pages()

    def _match(self, rows: slice, columns: slice) -> Iterator[tuple[Place, Place]]:
        """Yield parts of a window, a few rows high, and where they lie in the picture.

        Only a few: systems map whole pages beside those asked for.
        """
        for own_rows, line in _unroll(rows, self.down, self.size[0], step=ROWS):
            for own_columns, column in _unroll(columns, self.right, self.size[1]):
                yield (..., own_rows, own_columns), (..., line, column)


def differentiate_in_tiles(
    pictures: Tensor, subject: Subject, ascent: Ascent, work: WorkPlan, progress: float
) -> tuple[Tensor, Tensor]:
    """Return the objective, (1,), of one view of one picture, (1, 3, H, W), and its gradient."""
    strips, regularisers = work.strips, ascent.regularisers
    shift = draw_shift(regularisers, subject.rng)
    gradient = strips.map(torch.zeros_like, pictures)
    rolled = RolledPicture(pictures, gradient, *shift, strips.device)
    score = _score_windows if subject.scoring.pointwise else _score_whole_maps
    objective = score(rolled, subject, work, progress)[None]
    return_freed_memory()
    for regulariser in regularisers:
        objective = objective - _subtract_penalty(
            regulariser, pictures, subject.picture.pixels[None], gradient, strips
        )
    return objective, gradient


def _score_windows(
    picture: RolledPicture, subject: Subject, work: WorkPlan, progress: float
) -> Tensor:
    """Return the objective, (), of objectives that add up over places; add its gradient."""
    assert work.tiling is not None
    scoring, moment = subject.scoring, subject.find_moment(progress)
    (group,) = scoring.groups

    def score(maps: Sequence[Tensor], windows: Sequence[Window]) -> Tensor:
        named = dict(zip(scoring.layers, maps, strict=True))
        shown = dict(zip(scoring.layers, windows, strict=True))
        return group.score(Seen(named, windows=shown), moment)

    return score_tiles(work.forward, picture, work.tiling, score)


def _score_whole_maps(
    picture: RolledPicture, subject: Subject, work: WorkPlan, progress: float
) -> Tensor:
    """Return the objective, (), of any objectives, for which all maps are kept; add its gradient."""
    assert work.tiling is not None
    maps = run_windows(work.forward, picture, work.tiling)
    with torch.enable_grad():
        leaves = [found.requires_grad_(True) for found in maps]
        named = dict(zip(subject.scoring.layers, leaves, strict=True))
        objective = subject.scoring.score(named, moment=subject.find_moment(progress))
        wanted = torch.autograd.grad(objective, leaves, materialize_grads=True)
    del maps, leaves, named
    return_freed_memory()
    carry_back(work.forward, picture, work.tiling, wanted)
    return objective.detach()


def filter_by_strips(
    regulariser: Regulariser, gradient: Tensor, progress: float, strips: Strips
) -> Tensor:
    """Return a regulariser's ``gradient`` of the whole, worked out strip by strip."""
    reach = find_margin(regulariser)
    if reach == 0:
        return gradient
    sums = strips.total(
        lambda strip, rows: regulariser.measure_strip(strip, progress, rows), gradient, reach
    )
    return strips.map(
        lambda strip: regulariser.filter_strip(strip, progress, sums), gradient, reach=reach
    )


def _subtract_penalty(
    regulariser: Regulariser, pictures: Tensor, source: Tensor, gradient: Tensor, strips: Strips
) -> Tensor | float:
    """Take the gradient of a regulariser's penalties off another in place; return their sum, (B,)."""
    reach, height = find_margin(regulariser), pictures.shape[2]
    total: Tensor | float = 0.0
    for strip in strips.cut(reach) if reach else ():
        padded = slice(strip.padded_first, strip.padded_last)
        with torch.enable_grad():
            shown = pictures[:, :, padded].to(strips.device, copy=True).requires_grad_(True)
            given = source[:, :, padded].to(strips.device)
            both = regulariser.penalty(shown), regulariser.distance(shown, given)
            penalties = [penalty for penalty in both if penalty is not None]
            if not penalties:
                return 0.0
            penalty = sum(penalties[1:], penalties[0])
            (found,) = torch.autograd.grad(penalty.sum(), shown)
        # A mean over the strip is to become its share of the mean over the picture.
        found = found[:, :, strip.own] * (shown.shape[2] / height)
        gradient[:, :, strip.first : strip.last] -= found.to(gradient.device)
        total = total + penalty.detach() * ((strip.last - strip.first) / height)
        release_pages()
    return total


def _unroll(
    span: slice, shift: int, length: int, step: int | None = None
) -> Iterator[tuple[slice, slice]]:
    """Yield the pieces of a span of a rolled side, counted from its first, and where they lie.

    They are no longer than ``step``.
    """
    first = 0
    while first < _length(span):
        start = (span.start + first - shift) % length
        count = min(_length(span) - first, length - start, step or length)
        yield slice(first, first + count), slice(start, start + count)
        first += count


def _length(span: slice) -> int:
    return span.stop - span.start
