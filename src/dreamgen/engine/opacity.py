"""How much an ascent worked at each place: its gradients, added up, become opacity."""

from __future__ import annotations

from typing import ClassVar

import torch
from pydantic import PrivateAttr
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.gaussian import gaussian_blur
from dreamgen.regularisers.base import Regulariser

_CLEAR, _OPAQUE = 0.1, 0.8  # quantiles of strength: clear up to the one, opaque from the other
_BLUR = 0.01  # of the longer side: single pixels are not to flicker


class GradientRecorder(Regulariser):
    """Adds up how strong the gradient is at each place; it changes nothing (Fel et al. 2023).

    For one ascent: it remembers. Each step counts alike, whatever its gradient's scale, and what is
    recorded in one octave is enlarged to the next.
    """

    by_strips: ClassVar[bool] = False

    _sum: Tensor | None = PrivateAttr(None)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        strength = gradient.abs().mean(1, keepdim=True)
        strength = strength / (strength.mean((2, 3), keepdim=True) + 1e-30)
        if self._sum is not None:
            size = strength.shape[2:]
            strength = strength + F.interpolate(self._sum, size, mode="bilinear")
        self._sum = strength
        return gradient

    def measure_opacity(self, pictures: Tensor) -> Tensor:
        """Return the opacity of dreamed pictures (B, C, H, W), (B, 1, H, W) in 0..1 on the CPU.

        The strongest fifth of each is opaque, the weakest tenth clear, the rest in proportion; all is
        opaque if nothing was recorded.
        """
        if self._sum is None:
            return torch.ones_like(pictures[:, :1])
        total = gaussian_blur(self._sum.cpu().float(), _BLUR * max(pictures.shape[2:]))
        ordered = total.flatten(1).sort(1).values
        last = ordered.shape[1] - 1
        least, most = (
            ordered[:, round(share * last)].view(-1, 1, 1, 1) for share in (_CLEAR, _OPAQUE)
        )
        return ((total - least) / (most - least).clamp_min(1e-30)).clamp(0, 1)
