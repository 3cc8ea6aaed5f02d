"""How an octave is worked through: whole, or where that takes too much memory by tiles and strips."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor

from dreamgen.backbones.tiling.costs import format_bytes
from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.backbones.tiling.tiles import Tiling
from dreamgen.errors import BadInput
from dreamgen.imaging.strips import Strips

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.scoring import Scoring
    from dreamgen.regularisers.base import Regulariser

Forward = Callable[[Tensor], Sequence[Tensor]]
"""Pictures (B, 3, H, W) in 0..1 to the maps of the hooked layers, each (B, C, h, w)."""

MARGIN = 256
"""Rows around a strip for a regulariser that does not say how far it looks."""

STRIP = 800
"""Bytes for each pixel of a strip that a filter or an optimiser needs meanwhile."""

SHARE = 0.5
"""Share of the memory for a strip, without its margins."""


@dataclass(frozen=True)
class WorkPlan:
    """How an octave is worked through.

    ``forward`` takes whole pictures, or with a ``tiling`` the tiles of one. Filters and steps
    go through the picture by ``strips``.
    """

    strips: Strips
    forward: Forward
    tiling: Tiling | None = None


def plan_whole(forward: Forward, ascent: Ascent, size: tuple[int, int]) -> WorkPlan:
    """Return the plan of an octave of (height, width) that is worked through in one go."""
    return WorkPlan(Strips(size[0], size[0], ascent.device), forward)


def plan_work(
    budget: MemoryBudget,
    ascent: Ascent,
    size: tuple[int, int],
    scorings: Sequence[Scoring],
) -> WorkPlan:
    """Return how an octave of (height, width) fits into a budget; raise BadInput if it does not."""
    height, width = size
    # Each region in which objectives of its own count has a view of its own.
    batch = sum(max(1, len(scoring.groups)) for scoring in scorings)
    whole = plan_whole(budget, ascent, size)
    obstacle = _find_obstacle(ascent, scorings)
    has_room = budget.has_room(height, width, batch)
    if has_room and (obstacle or budget.holds_engine(height, width, batch)):
        return whole
    keeps_maps = not all(scoring.pointwise for scoring in scorings)
    if has_room and not budget.has_room_beside_strips(height, width, keeps_maps):
        return whole
    tiling = None if obstacle else budget.find_tiling_beside_strips(height, width, keeps_maps)
    if tiling is None:
        budget.find_tiling(height, width, batch, obstacle)
        return whole
    _check_reaches(budget, ascent, width)
    rows = max(16, round(budget.total * SHARE / (STRIP * width)))
    return WorkPlan(Strips(height, rows, ascent.device), budget.forward, tiling)


def check_memory(
    network: Network,
    scoring: Scoring,
    ascent: Ascent,
    size: tuple[int, int],
    memory: int | None,
) -> None:
    """Raise BadInput, before anything is dreamed, if a picture of (height, width) does not fit."""
    with network.hook(scoring.layers, memory) as budget:
        plan_work(budget, ascent, ascent.octaves(size)[-1].size, [scoring])


def find_margin(regulariser: Regulariser) -> int:
    """Return how many rows of margin a regulariser's strips get."""
    reach = regulariser.find_reach()
    return MARGIN if reach is None else reach


def draw_shift(regularisers: Sequence[Regulariser], rng: random.Random) -> tuple[int, int]:
    """Return how far the views together roll a picture, down and right."""
    shifts = [regulariser.draw_roll(rng) for regulariser in regularisers]
    rolls = [shift for shift in shifts if shift is not None]
    return sum(down for down, _ in rolls), sum(right for _, right in rolls)


def _find_obstacle(ascent: Ascent, scorings: Sequence[Scoring]) -> str:
    """Return why an ascent cannot go by strips, "" if it can."""
    if len(scorings) > 1:
        return "several pictures are dreamed at once"
    for part in (ascent.parameterisation, ascent.optimiser):
        if not part.pixelwise:
            return f"{type(part).__name__} works on the whole picture at once"
    for regulariser in ascent.regularisers:
        if regulariser.draw_roll(random.Random(0)) is None:
            return f"{type(regulariser).__name__} moves the whole picture at once"
        if not regulariser.by_strips:
            return f"{type(regulariser).__name__} looks at the whole picture at once"
    for group in scorings[0].groups:
        if group.region is not None:
            return "an objective has a region of its own"
        if group.sees_source:
            return "an objective compares the picture with its source"
    return ""


def _check_reaches(budget: MemoryBudget, ascent: Ascent, width: int) -> None:
    for regulariser in ascent.regularisers:
        needed = 3 * find_margin(regulariser) * width * STRIP
        if budget.allowed is not None and needed > budget.allowed:
            raise BadInput(
                f"memory = {format_bytes(budget.allowed)}: {type(regulariser).__name__} looks "
                f"{find_margin(regulariser)} pixels far, which takes about {format_bytes(needed)} at "
                "this size; allow more, or give a smaller --size"
            )
