"""Show the network the picture in other colours each time."""

from __future__ import annotations

import math
import random

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class ColourJitter(Regulariser):
    """Shift and scale each channel at random before each forward pass: (x - mu) / sigma.

    mu is drawn evenly from -shift to shift, and sigma = e^u with u from -spread to spread, for red,
    green and blue by themselves. Vision transformers need it: without it they answer to colour alone
    (Ghiasi et al., "What do Vision Transformers Learn?", 2022). Use several ``views`` a step.
    """

    shift: float = Field(1.0, description="largest shift of a channel, of 0 to 1", ge=0, le=2)
    spread: float = Field(1.0, description="largest logarithm of a channel's scale", ge=0, le=2)

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        # By channel, with plain numbers: a tensor sent to a GPU would make the processor wait.
        channels = [
            (channel - rng.uniform(-self.shift, self.shift))
            * math.exp(rng.uniform(-self.spread, self.spread))
            for channel in picture.unbind(1)
        ]
        return torch.stack(channels, 1)
