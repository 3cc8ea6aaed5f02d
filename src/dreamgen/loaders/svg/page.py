"""A drawing at its final size, which can be drawn several times with different elements visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgen.loaders.svg.drawing import Drawing
from dreamgen.loaders.svg.render import render
from dreamgen.loaders.svg.size import write_document

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Page:
    """A drawing, its natural size, the whole size it is drawn at, and the middle that is kept."""

    drawing: Drawing
    name: str
    natural: tuple[float, float]
    whole: tuple[int, int]
    target: tuple[int, int]
    patience: float

    def draw(self, bodies: Sequence[str], drawing: Drawing | None = None) -> list[np.ndarray]:
        """Return each body on this page, uint8 (H, W, 4); ``drawing`` may give other attributes."""
        drawing = drawing or self.drawing
        documents = [write_document(drawing, body, self.natural, self.whole) for body in bodies]
        pixels = self.whole[0] * self.whole[1]
        drawn = render(documents, drawing, self.name, pixels, self.patience)
        return [crop_middle(each, self.target) for each in drawn]


def crop_middle(drawn: np.ndarray, target: tuple[int, int]) -> np.ndarray:
    """Return the middle (width, height) of a picture (H, W, ...)."""
    left, top = (drawn.shape[1] - target[0]) // 2, (drawn.shape[0] - target[1]) // 2
    return drawn[top : top + target[1], left : left + target[0]]
