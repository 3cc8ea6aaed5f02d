"""Part of a map, where a network sees a picture tile by tile."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Window:
    """Which places of a whole map, of ``size`` (rows, columns), a part of it holds."""

    rows: slice
    columns: slice
    size: tuple[int, int]

    @property
    def share(self) -> float:
        """Its places, as a share of all."""
        own = (self.rows.stop - self.rows.start) * (self.columns.stop - self.columns.start)
        return own / (self.size[0] * self.size[1])

    def resize(self, planes: Tensor) -> Tensor:
        """Return the window of planes, (B, C, H, W), as resized to the whole map, bilinearly.

        It is that part of ``torch.nn.functional.interpolate``, without the rest.
        """
        for axis, own, length in ((2, self.rows, self.size[0]), (3, self.columns, self.size[1])):
            planes = _resize_line(planes, axis, own, length)
        return planes


def _resize_line(planes: Tensor, axis: int, own: slice, length: int) -> Tensor:
    count = planes.shape[axis]
    places = torch.arange(own.start, own.stop, device=planes.device, dtype=torch.float64)
    places = ((places + 0.5) * (count / length) - 0.5).clamp(0, count - 1)
    before = places.long()
    after = (before + 1).clamp(max=count - 1)
    shape = [-1 if dim == axis else 1 for dim in range(4)]
    share = (places - before).to(planes.dtype).view(shape)
    return torch.lerp(planes.index_select(axis, before), planes.index_select(axis, after), share)
