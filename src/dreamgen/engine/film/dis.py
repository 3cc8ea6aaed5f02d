"""Optical flow by dense inverse search (Kroeger et al., 2016), which OpenCV brings."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen.errors import BadInput
from dreamgen.imaging.opencv import import_opencv

NEEDED = "optical flow needs OpenCV: pip install 'dreamgen[film]'"


class DenseInverseSearch:
    """Flow between two grey pictures: quick on a processor, and good for motion of many pixels."""

    def __init__(self) -> None:
        try:
            opencv = import_opencv()
        except ImportError:
            raise BadInput(NEEDED) from None
        self._search = opencv.DISOpticalFlow.create(opencv.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def __call__(self, first: Tensor, second: Tensor) -> Tensor:
        """Return x and y, (2, H, W) in pixels, from each pixel of the first to where it is then."""
        levels = [(grey * 255).round().to(torch.uint8).numpy() for grey in (first, second)]
        return torch.from_numpy(self._search.calc(*levels, None)).permute(2, 0, 1).contiguous()
