"""What shows source and dream together needs both, of one size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.errors import DreamError

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame


def before_and_after(frame: Frame) -> tuple[Tensor, Tensor]:
    """Return the source and the dream, (3, H, W) each, on white paper; DreamError without a source."""
    import torch

    if frame.source is None:
        raise DreamError("there is nothing to show beside the dream: it had no source")
    before, after = frame.source.detach().cpu(), frame.pixels.detach().cpu()
    if before.shape != after.shape:
        before = torch.nn.functional.interpolate(
            before[None], after.shape[1:], mode="bilinear", antialias=True
        )[0]
    return before, after
