"""What outputs of a single picture need of the frames: the last one, and what it came from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dreamgen.errors import DreamError

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame


def get_last_frame(frames: Iterable[Frame]) -> Frame:
    """Return the last of the frames; all are drawn, only the last is kept in memory."""
    kept = deque(frames, maxlen=1)
    if not kept:
        raise DreamError("there is nothing to write: no frame was made")
    return kept[0]


def get_before_and_after(frame: Frame) -> tuple[Tensor, Tensor]:
    """Return the source and the dream, both (3, H, W) in 0..1 on a white background.

    A source of another size is resampled to the dream's. Raise DreamError without a source.
    """
    import torch

    if frame.source is None:
        raise DreamError("there is nothing to show beside the dream: it had no source")
    before, after = frame.source.detach().cpu(), frame.pixels.detach().cpu()
    if before.shape != after.shape:
        before = torch.nn.functional.interpolate(
            before[None], after.shape[1:], mode="bilinear", antialias=True
        )[0]
    return before, after
