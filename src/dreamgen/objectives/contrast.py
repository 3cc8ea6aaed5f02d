"""One layer up, another one down."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field
from torch import Tensor

from dreamgen.objectives.base import Objective, Score, Target
from dreamgen.objectives.whitening import fit_whitening
from dreamgen.recipe.values import LayerAddress


class Contrast(Objective):
    """Everything that one layer responds to, and as little as may be of what another does.

    log E(up) - log E(down), where E is the mean square of a layer's activation in units of its
    channels' deviations. Logarithms make it a ratio, in which neither layer is louder than the other.
    With a shallow layer down, forms grow without its texture. dreamgen, 2026.
    """

    up: LayerAddress = Field(description="layer that rises: number or name", examples=[6])
    down: LayerAddress = Field(description="layer that falls: number or name", examples=[2])

    def layers(self) -> Sequence[LayerAddress | None]:
        return [self.up, self.down]

    def bind(self, targets: Sequence[Target]) -> Score:
        up, down = (fit_whitening(target)[1] for target in targets)
        return lambda maps: (
            _measure_energy(maps[0], up).log() - _measure_energy(maps[1], down).log()
        )


def _measure_energy(activation: Tensor, spread: Tensor) -> Tensor:
    return (activation / spread).square().mean().clamp_min(1e-12)
