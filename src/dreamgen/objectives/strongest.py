"""The channels that answer to the source picture most, or least."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.objectives.base import LayerObjective, Target
from dreamgen.objectives.patchwork import find_live_channels
from dreamgen.objectives.whitening import fit_whitening


class Strongest(LayerObjective):
    """Raise the few channels that answer to the source picture most: more of what it is full of.

    The mean of these channels in deviations from their own means, by which they are chosen too
    (neural-dream's channel modes, 2020); dead channels are left out.
    """

    pointwise: ClassVar[bool] = True
    rising: ClassVar[bool] = True
    """Whether the strongest are chosen, or the weakest."""

    count: int = Field(8, description="how many channels", ge=1, le=65_536)

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        mean, spread = fit_whitening(target)
        answer = ((target.activate(target.source()) - mean) / spread).mean((0, 2, 3))
        live = torch.tensor(find_live_channels(target.statistics()[1]), device=answer.device)
        count = min(self.count, len(live))
        chosen = live[answer[live].topk(count, largest=self.rising).indices]
        mean, spread = mean[:, chosen], spread[:, chosen]
        return lambda activation: ((activation.index_select(1, chosen) - mean) / spread).mean()


class Weakest(Strongest):
    """Raise the few channels that answer to the source picture least: what it lacks.

    See :class:`Strongest`.
    """

    rising: ClassVar[bool] = False
