"""Which places of a layer's activation show a picture, and which the paper under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor
from torch.nn import functional as F

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture


def measure_visibility(picture: Picture, activation: Tensor) -> Tensor:
    """Return how opaque a picture is at each place of (1, C, h, w), 0..1, (h, w)."""
    height, width = activation.shape[2:]
    if picture.alpha is None:
        return activation.new_ones(height, width)
    return F.adaptive_avg_pool2d(picture.alpha, (height, width))[0].to(activation)


def keep_visible(picture: Picture, activation: Tensor) -> Tensor:
    """Return the activation, (1, C, h, w), at the places that show the picture: (C, n)."""
    visible = measure_visibility(picture, activation)
    return activation[0][:, visible >= visible.max() / 2]
