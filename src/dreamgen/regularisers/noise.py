"""Show the network the picture under fresh noise each time."""

from __future__ import annotations

import random

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class Noise(Regulariser):
    """Add white Gaussian noise to the picture before each forward pass.

    Faint patterns that only an undisturbed network sees drown in it (Smilkov et al., "SmoothGrad",
    2017); 0.08 is what MACO adds (Fel et al. 2023). Noise that fades lets large forms grow first and
    details last: from ``deviation`` to ``final`` over each octave (Ghiasi et al., "What do Vision
    Transformers Learn?", 2022).
    """

    deviation: float = Field(0.08, description="standard deviation, of 0 to 1", ge=0, le=1)
    final: float | None = Field(
        None, description="deviation at the end of each octave; as at first if left out", ge=0, le=1
    )

    def at(self, progress: float) -> Noise:
        if self.final is None:
            return self
        deviation = self.deviation + progress * (self.final - self.deviation)
        return self.model_copy(update={"deviation": deviation, "final": None})

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        # Drawn where the picture is: noise sent there would make the processor wait at every step.
        generator = torch.Generator(picture.device).manual_seed(rng.getrandbits(63))
        noise = torch.empty_like(picture).normal_(0, 1, generator=generator)
        return picture + self.deviation * noise
