"""The picture as a sum of pictures of all sizes."""

from __future__ import annotations

import math
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import (
    from_decorrelated_logits,
    limit_contrast,
    to_decorrelated_logits,
)
from dreamgen.imaging.resize_matrix import make_resize_matrix
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.parameterisations.scales import Contrast, split_scales


class Multiresolution(Parameterisation):
    """x = (tanh(sum of p_r enlarged) + 1) / 2, with a picture p_r of every size from 1 pixel up.

    All are optimised together, so that a form grows at each scale at once, and fine noise has only
    the finest to grow in (Fort and Whitaker, "Direct Ascent Synthesis", 2025). Here the sum is in
    decorrelated colour, and ``contrast`` holds its deviation: with all scales moving at once, colours
    would soon end in pure primaries. Use it with ``adam``, ``jitter``, ``affine``, ``noise`` and
    ``octaves.count = 1``.

    The parameters are (B, n): the pixels of each size, finest first, one after the other.
    """

    wraps: ClassVar[bool] = False

    ratio: float = Field(1.5, description="of each size to the next smaller one", ge=1.1, le=4)
    contrast: Contrast = 1.5

    def encode(self, picture: Tensor) -> Tensor:
        finest = to_decorrelated_logits(picture).flatten(1)
        _, *smaller = self._list_sizes((picture.shape[2], picture.shape[3]))
        rest = sum(3 * height * width for height, width in smaller)
        return torch.cat([finest, finest.new_zeros(len(picture), rest)], 1)

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        total, *smaller = split_scales(parameters, self._list_sizes(size))
        for part in smaller:
            total = total + _enlarge(part, size)
        # The logistic function is (tanh(x / 2) + 1) / 2.
        return from_decorrelated_logits(limit_contrast(total, self.contrast))

    def _list_sizes(self, size: tuple[int, int]) -> list[tuple[int, int]]:
        """Return heights and widths from that of the picture down to 1 x 1."""
        count = math.ceil(math.log(max(size), self.ratio)) if max(size) > 1 else 0
        scales = [self.ratio**-number for number in range(count + 1)]
        sizes = [(max(1, round(size[0] * by)), max(1, round(size[1] * by))) for by in scales]
        return list(dict.fromkeys(sizes))


def _enlarge(pictures: Tensor, size: tuple[int, int]) -> Tensor:
    down, across = (
        make_resize_matrix(own, 0, own, wanted, pictures)
        for own, wanted in zip(pictures.shape[2:], size, strict=True)
    )
    return down @ pictures @ across.T
