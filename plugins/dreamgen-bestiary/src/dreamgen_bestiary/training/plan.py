"""What is trained, how, and for how long: everything that determines the finished file."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict, Field

WARM_UP = 0.06  # share of the way over which the learning rate rises
CALM = 0.08  # share of the way without an attack: a network must see before it can be fooled
SMALLEST = 64  # pixels a side: the parts of a mosaic must not vanish in the last layer
SIZES = ((0.0, 0.625), (0.35, 0.75), (0.75, 1.0))  # from which share of the way, at which size


class Plan(BaseModel):
    """A training. The same plan on the same machine gives the same file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: str = Field("resnet18d", description="a convolutional network of timm's")
    start: str | None = Field(None, description="backbone whose weights to begin with")
    pictures: str | None = Field(None, description="a folder; None for dreamgen's own drawings")
    classes: tuple[str, ...] = ()
    count: int = Field(400, ge=1, description="pictures drawn of each class")
    side: int = Field(112, ge=64, le=512, description="pixels a side at the end of the training")
    batch: int = Field(64, ge=2)
    steps: int = Field(10_000, ge=1)
    rate: float = Field(1.5e-3, gt=0, description="largest learning rate")
    radius: float = Field(2.0, ge=0, description="L2 radius of the attack, at 96 pixels a side")
    attack_steps: int = Field(1, ge=1, le=20)
    mosaic: float = Field(0.4, ge=0, le=1, description="share of steps on mosaics of 2x2 pictures")
    average: float = Field(0.999, ge=0, lt=1, description="how slowly the averaged weights follow")
    seed: int = Field(0, ge=0)

    def rate_at(self, step: int) -> float:
        """Return the learning rate: a linear warm-up, then half a cosine to nothing."""
        share = step / self.steps
        if share < WARM_UP:
            return self.rate * (share / WARM_UP + 0.02) / 1.02
        return self.rate * 0.5 * (1 + math.cos(math.pi * (share - WARM_UP) / (1 - WARM_UP)))

    def radius_at(self, step: int) -> float:
        """Return the attack's radius: none at first, then rising over a quarter of the way."""
        if self.start is not None:
            return self.radius  # what has been trained already need not be led up to it
        return self.radius * min(1.0, max(0.0, (step / self.steps - CALM) / 0.25))

    def side_at(self, step: int) -> int:
        """Return the pictures' side in pixels, a multiple of 16: small at first, whole at the end."""
        share = step / self.steps
        size = next(size for start, size in reversed(SIZES) if share >= start)
        return max(SMALLEST, round(self.side * size / 16) * 16)

    def work_at(self, step: int) -> float:
        """Return what a step costs, about, in steps of one pixel without an attack."""
        # An attack's step needs no gradients of weights: two passes of three.
        passes = 1 + (self.attack_steps * 2 / 3 if self.radius_at(step) > 0 else 0)
        return passes * self.side_at(step) ** 2
