"""The settings of one gradient ascent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.engine.octaves import Octave
from dreamgen.imaging.strips import resize
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.regularisers.base import Regulariser


@dataclass(frozen=True)
class Ascent:
    """The settings of an ascent: components built and validated, without names or paths."""

    regularisers: Sequence[Regulariser]
    parameterisation: Parameterisation
    optimiser: Optimiser
    octaves: Callable[[tuple[int, int]], list[Octave]]
    """The scales for a picture of (height, width)."""
    step_size: float
    device: torch.device
    views: int = 1
    """How many random views each step averages the gradient over."""
    resize: Callable[[Tensor, tuple[int, int]], Tensor] = resize
    """Bring (B, C, H, W) to the size of an octave."""
    redirected_steps: int = 0
    """In how many steps, from the first one, the gradient finds a way through dead ReLUs."""
