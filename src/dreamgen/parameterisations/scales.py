"""What parameterisations share that hold a picture at several scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from torch import Tensor

Contrast = Annotated[
    float,
    Field(description="largest deviation of a channel's logits; 0: no limit", ge=0, le=100),
]


def split_scales(parameters: Tensor, sizes: Sequence[tuple[int, int]]) -> list[Tensor]:
    """Return the pictures, (B, 3, height, width) each, that (B, n) holds one after the other."""
    parts = parameters.split([3 * height * width for height, width in sizes], 1)
    return [part.unflatten(1, (3, *own)) for part, own in zip(parts, sizes, strict=True)]
