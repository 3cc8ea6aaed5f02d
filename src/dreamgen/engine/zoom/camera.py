"""Where the camera is at each moment of a zoom, and where keyframes are placed along its path."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np

from dreamgen.errors import BadInput
from dreamgen.motions.base import Motion

Weighted = tuple[float, Motion]
"""A motion and how many times as fast as it says it goes; below 0 it runs backwards."""

Motions = Sequence[Weighted] | Callable[[float], Sequence[Weighted]]
"""The motions of a camera; or, if they change, those at a moment in seconds."""

Transform = np.ndarray
"""A 3x3 float64 matrix from the camera's view to the plane of the first keyframe.

Both in units of half the frame's shorter side, x to the right, y down, from the middle.
"""

GRID = 120  # moments per second; a frame between two of them is reached by a part of a moment
SHIFT, TURN = 0.6, math.radians(40)  # half sides, and an angle, that make a new keyframe due
LINGER = 0.15  # share by which a loop is slower at its start, and faster half way round
FARTHEST = 1e300  # half sides, near the end of what a number holds
TOO_FAR = "the motion goes farther than numbers reach: let it be slower, or the zoom shorter"
LONGEST_WAIT = 60.0  # seconds beyond the last frame in which a keyframe may still be due


class Camera:
    """The path of a camera whose motions act at the same time.

    Each moment's small motion is applied to the camera's view at that moment, so a pan goes as far
    across the frame deep in a zoom as at its start. The path does not depend on the frame rate.

    Its ``depth`` counts keyframes: keyframe k is placed where the depth is k, a factor of zoom (or
    a good part of a turn or of a frame) from the one before. A zoom out is a dive played backwards:
    its depth falls to 0, where the frame shows the whole picture.

    Raises BadInput for motions that lead farther than float64 can say.
    """

    def __init__(self, motions: Motions, seconds: float, factor: float, loop: bool = False):
        self._motions = motions
        self.factor = factor
        self._seconds = seconds
        self.backwards = self._measure_scale(seconds) > 1 + 1e-9
        self._shallow = seconds if self.backwards else 0.0
        self._sign = -1.0 if self.backwards else 1.0
        self._transforms = [np.eye(3)]
        self._depths = [0.0]
        self._first = 0  # the number of the first moment that is kept
        self._stretch = 1.0
        self._wrap: tuple[int, Transform] | None = None
        total = self._measure_depth(seconds)
        if loop:
            count = max(2, round(total))
            self._stretch = count / total if total else 1.0
            self._wrap = count, self._view_at(seconds)
        self.unlooped_depth = (
            total  # depth in keyframes, before a loop is stretched to a whole number
        )
        self.deepest = total * self._stretch

    @property
    def count(self) -> int:
        """How many keyframes there are: those within reach of the zoom's depth."""
        if self._wrap:
            return self._wrap[0]
        last = math.ceil(self.deepest - 1e-6)
        while last > 0 and self._find_moment(last) is None:
            last -= 1
        return last + 1

    def progress(self, number: int) -> float:
        """Return how far a keyframe is along the transition of objectives, 0 to 1."""
        return min(1.0, number / max(self.deepest, 1e-9))

    def moment(self, number: int) -> float:
        """Return when the camera is at a keyframe, in seconds from the start of the zoom."""
        return self._shallow + self._sign * (self._find_moment(number) or 0.0)

    def forget(self, depth: float) -> None:
        """Forget the way far behind a depth; what views are measured from may change by it."""

    def from_start(self, view: Transform) -> Transform:
        """Return a view as seen from the plane of the first keyframe."""
        return view

    @property
    def loops(self) -> bool:
        """Whether the last keyframe is the first again."""
        return self._wrap is not None

    def depth(self, seconds: float) -> float:
        """Return how many keyframes deep the camera is at a moment of the zoom."""
        return self._measure_depth(self._measure_distance(seconds)) * self._stretch

    def view(self, seconds: float) -> Transform:
        """Return the camera's view at a moment of the zoom."""
        return self._view_at(self._measure_distance(seconds))

    def _measure_distance(self, seconds: float) -> float:
        """Return how far a moment is from the shallow end. A loop lingers at the picture itself."""
        if self._wrap:
            turn = 2 * math.pi / self._seconds
            seconds -= LINGER / turn * math.sin(turn * seconds)
        return abs(seconds - self._shallow)

    def keyframe(self, number: int) -> Transform:
        """Return the view of a keyframe. In a loop any number is valid."""
        if self._wrap:
            count, around = self._wrap
            turns, number = divmod(number, count)
            return np.linalg.matrix_power(around, turns) @ self._view_keyframe(number)
        return self._view_keyframe(number)

    def _view_keyframe(self, number: int) -> Transform:
        moment = self._find_moment(number)
        if moment is None:
            raise ValueError(f"the camera never reaches keyframe {number}")
        return self._view_at(moment)

    def _view_at(self, along: float) -> Transform:
        """Return the view after ``along`` seconds counted from the shallow end."""
        index = int(along * GRID)
        self._walk(index)
        rest = along - index / GRID
        transform = self._transforms[index - self._first]
        if rest < 1e-9:
            return transform
        return transform @ self._move(index / GRID, rest)

    def _measure_depth(self, along: float) -> float:
        index = int(along * GRID)
        self._walk(index + 1)
        kept = index - self._first
        before, after = self._depths[kept], self._depths[kept + 1]
        return before + (after - before) * (along * GRID - index)

    def _walk(self, index: int) -> None:
        while self._first + len(self._transforms) <= index:
            move = self._move((self._first + len(self._transforms) - 1) / GRID, 1 / GRID)
            self._transforms.append(self._transforms[-1] @ move)
            self._depths.append(self._depths[-1] + keyframe_distance(move, self.factor))

    def _move(self, along: float, step: float) -> Transform:
        """Return the small motion of a moment, relative to the camera's view."""
        move, start = np.eye(3), self._shallow + self._sign * along
        for weight, motion in self._motions_at(start + self._sign * step / 2):
            before = _matrix(weight, motion, start)
            after = _matrix(weight, motion, start + self._sign * step)
            move = move @ np.linalg.solve(before, after)
        return move

    def _find_moment(self, number: int) -> float | None:
        """Return when, from the shallow end, a depth is reached; None if it never is."""
        wanted = number / self._stretch
        while self._depths[-1] < wanted - 1e-9:
            if self._is_too_long(len(self._depths)):
                return None
            self._walk(self._first + len(self._depths))
        index = bisect_left(self._depths, wanted - 1e-9)
        if index == 0:
            return 0.0
        before, after = self._depths[index - 1], self._depths[index]
        share = min(1.0, (wanted - before) / (after - before))
        return (self._first + index - 1 + share) / GRID

    def _is_too_long(self, moments: int) -> bool:
        return moments > (self._seconds + LONGEST_WAIT) * GRID

    def _motions_at(self, seconds: float) -> Sequence[Weighted]:
        """Return the motions at a moment: before the start those of the start."""
        return self._motions(max(0.0, seconds)) if callable(self._motions) else self._motions

    def _measure_scale(self, seconds: float) -> float:
        """Return how much larger what the camera sees is after so many seconds than at first."""
        if callable(self._motions):
            self._shallow, self._sign = 0.0, 1.0
            moves = [self._move(index / GRID, 1 / GRID) for index in range(round(seconds * GRID))]
            return math.exp(sum(math.log(abs(np.linalg.det(move))) for move in moves) / 2)
        matrices = [_matrix(weight, motion, seconds) for weight, motion in self._motions]
        return math.prod(abs(np.linalg.det(matrix)) for matrix in matrices) ** 0.5


def _matrix(weight: float, motion: Motion, seconds: float) -> Transform:
    try:
        matrix = np.asarray(motion.matrix(abs(weight) * seconds), dtype=float)
        matrix = matrix if weight >= 0 else np.linalg.inv(matrix)
    except (ArithmeticError, np.linalg.LinAlgError):
        raise BadInput(TOO_FAR) from None
    if not (np.abs(matrix) < FARTHEST).all():
        raise BadInput(TOO_FAR)
    return matrix


def keyframe_distance(move: Transform, factor: float) -> float:
    """Return how far, counted in keyframes, a small motion leads away from where it began."""
    zoomed = abs(math.log(abs(np.linalg.det(move)))) / 2 / math.log(factor)
    shifted = math.hypot(move[0, 2], move[1, 2]) / SHIFT
    turned = abs(math.atan2(move[1, 0], move[0, 0])) / TURN
    return max(zoomed, shifted, turned)
