"""Walls: every channel of a layer as a small picture, made once and kept on the disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wall:
    """The atlas of a layer, as far as it is made.

    id:       names its pictures: ``Studio.wall_picture(id, channel)``.
    total:    how many channels there are; 0 before that is known.
    made:     the channels whose pictures are there.
    problem:  one sentence, if it cannot be made.
    """

    id: str
    layer: str
    total: int
    made: tuple[int, ...]
    problem: str = ""

    @property
    def done(self) -> int:
        """How many pictures are there."""
        return len(self.made)
