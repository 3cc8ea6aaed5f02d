"""The spatial frequencies of a picture's discrete Fourier transform."""

from __future__ import annotations

import torch
from torch import Tensor


def spatial_frequencies(
    size: tuple[int, int],
    half: bool = False,
    device: torch.device | None = None,
    rows: slice = slice(None),
) -> Tensor:
    """Return the frequency of each Fourier coefficient, in cycles per pixel.

    (H, W) for ``size`` (height, width), in the order of ``torch.fft.fft2``; with ``half``
    (H, W // 2 + 1), in that of ``torch.fft.rfft2``. The mean, whose frequency is 0, counts
    as one cycle over the longer side, so that the result can be divided by. ``rows`` are those
    wanted, all if left out.
    """
    height, width = size
    down = torch.fft.fftfreq(height, device=device)[rows, None]
    across = (torch.fft.rfftfreq if half else torch.fft.fftfreq)(width, device=device)[None]
    return torch.sqrt(down**2 + across**2).clamp_min(1 / max(height, width))
