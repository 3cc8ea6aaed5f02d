"""Show the network random parts of the picture, enlarged."""

from __future__ import annotations

import random
from typing import Self

from pydantic import Field, model_validator
from torch import Tensor

from dreamgen.imaging.resize_matrix import make_resize_matrix
from dreamgen.regularisers.base import Regulariser

_LEAST = 16  # pixels: a smaller part has nothing in it to see


class Crop(Regulariser):
    """Cut a random part out of the picture and resize it, before each forward pass.

    A form must then be recognised from any part of it and at any size, which makes it whole and
    repeats it over the picture (MACO: Fel et al. 2023). Use several ``views`` a step. The part has
    the picture's aspect and lies anywhere in it.
    """

    smallest: float = Field(0.05, description="smallest side, as a share of the picture's", gt=0)
    largest: float = Field(0.5, description="largest side, as a share of the picture's", le=1)
    size: int = Field(
        224, description="shorter side of the view in pixels; 0: the picture's own", ge=0, le=4096
    )

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.smallest > self.largest:
            raise ValueError("smallest must not be more than largest")
        return self

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        height, width = picture.shape[2:]
        shorter = min(height, width)
        share = max(rng.uniform(self.smallest, self.largest), min(1.0, _LEAST / shorter))
        scale = (self.size or shorter) / shorter
        for dim in (2, 3):
            length = picture.shape[dim]
            first = rng.uniform(0, (1 - share) * length)
            picture = _resample(picture, dim, first, share * length, max(1, round(scale * length)))
        return picture


def _resample(picture: Tensor, dim: int, first: float, extent: float, count: int) -> Tensor:
    """Return (1, 3, H, W) with ``count`` values of a part of one side in place of that side."""
    # Two pixels more on either side: the filter reaches beyond what is shown.
    margin = 2 + int(extent / count)
    start = max(0, int(first) - margin)
    end = min(picture.shape[dim], int(first + extent) + 1 + margin)
    part = picture.narrow(dim, start, end - start)
    matrix = make_resize_matrix(end - start, first - start, extent, count, picture)
    return matrix @ part if dim == 2 else part @ matrix.T
