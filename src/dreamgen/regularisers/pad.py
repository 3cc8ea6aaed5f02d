"""Give the picture a margin, so that its border is not favoured."""

from __future__ import annotations

import random

from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from dreamgen.regularisers.base import Regulariser


class Pad(Regulariser):
    """Lay a grey margin around the picture before each forward pass.

    A network's own padding is a frame of zeros that always lies at the border, and forms grow along
    it. Put ``pad`` first, before ``jitter`` and ``affine``, as Lucid does (Olah, Mordvintsev and
    Schubert, "Feature Visualization", 2017): the border then moves within the view.
    """

    pixels: int = Field(12, description="width of the margin", ge=0, le=512)
    level: float = Field(0.5, description="its grey, from black to white", ge=0, le=1)

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        return F.pad(picture, (self.pixels,) * 4, value=self.level)
