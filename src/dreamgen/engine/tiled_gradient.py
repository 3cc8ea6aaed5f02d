"""The gradient of a picture that is too large for memory: by tiles and strips, never as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.backbones.tiling.tiles import carry_back, run_windows
from dreamgen.engine.batch import Subject
from dreamgen.engine.memory import return_freed_memory
from dreamgen.engine.work_plan import WorkPlan, draw_shift, find_margin
from dreamgen.imaging.scratch import release_pages
from dreamgen.imaging.strips import Strips
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent


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
        across = _unroll(columns, self.right, self.size[1])
        lines = [
            torch.cat([self.picture[:, :, line, column] for column in across], 3)
            for line in _unroll(rows, self.down, self.size[0])
        ]
        release_pages()
        return torch.cat(lines, 2).to(self.device)

    def add(self, rows: slice, columns: slice, gradient: Tensor) -> None:
        gradient, top = gradient.to(self.gradient.device), 0
        for line in _unroll(rows, self.down, self.size[0]):
            height, left = line.stop - line.start, 0
            for column in _unroll(columns, self.right, self.size[1]):
                width = column.stop - column.start
                part = gradient[:, :, top : top + height, left : left + width]
                self.gradient[:, :, line, column] += part
                left += width
            top += height
        release_pages()


def differentiate_in_tiles(
    pictures: Tensor, subject: Subject, ascent: Ascent, work: WorkPlan, progress: float
) -> tuple[Tensor, Tensor]:
    """Return the objective, (1,), of one view of one picture, (1, 3, H, W), and its gradient."""
    strips, tiling, forward = work.strips, work.tiling, work.forward
    regularisers = ascent.regularisers
    assert tiling is not None
    shift = draw_shift(regularisers, subject.rng)
    gradient = strips.map(torch.zeros_like, pictures)
    rolled = RolledPicture(pictures, gradient, *shift, strips.device)
    maps = run_windows(forward, rolled, tiling)
    with torch.enable_grad():
        leaves = [found.requires_grad_(True) for found in maps]
        named = dict(zip(subject.scoring.layers, leaves, strict=True))
        objective = subject.scoring.score(named, moment=subject.find_moment(progress))[None]
        wanted = torch.autograd.grad(objective.sum(), leaves, materialize_grads=True)
    del maps, leaves, named
    return_freed_memory()
    carry_back(forward, rolled, tiling, wanted)
    return_freed_memory()
    objective = objective.detach()
    for regulariser in regularisers:
        objective = objective - _subtract_penalty(
            regulariser, pictures, subject.picture.pixels[None], gradient, strips
        )
    return objective, gradient


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


def _unroll(span: slice, shift: int, length: int) -> list[slice]:
    """Return where a span of a rolled side lies in the side itself: in one piece or in two."""
    start = (span.start - shift) % length
    stop = start + span.stop - span.start
    return (
        [slice(start, stop)] if stop <= length else [slice(start, length), slice(0, stop - length)]
    )
