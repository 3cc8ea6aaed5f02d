"""How red, green and blue go together in photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

COLOUR_CORRELATION = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))
"""A square root of the covariance of red, green and blue over ImageNet: Lucid's
``color_correlation_svd_sqrt`` (Olah, Mordvintsev and Schubert, "Feature Visualization", 2017).

It takes three independent channels to red, green and blue, the rows. Its columns are roughly
lightness, orange to blue, and magenta to green.
"""

BLACK_AND_WHITE = 0.004
"""How far from black and white the logit of a value is taken."""


def to_decorrelated_logits(pictures: Tensor) -> Tensor:
    """Return independent channels, (B, 3, H, W), any number, of pictures, (B, 3, H, W) in 0..1.

    They are the logits of red, green and blue through the inverse of :data:`COLOUR_CORRELATION`,
    which is as long as Lucid's: its longest column has length 1.
    """
    import torch

    logits = torch.logit(pictures.clamp(BLACK_AND_WHITE, 1 - BLACK_AND_WHITE))
    return torch.einsum("dc,bchw->bdhw", _make_matrix(pictures).inverse(), logits)


def from_decorrelated_logits(channels: Tensor) -> Tensor:
    """Return the pictures, (B, 3, H, W) in 0..1, of independent channels; differentiable."""
    import torch

    return torch.sigmoid(torch.einsum("cd,bdhw->bchw", _make_matrix(channels), channels))


def limit_contrast(channels: Tensor, most: float) -> Tensor:
    """Return channels, (B, C, H, W), none of whose standard deviations is more than ``most``.

    One that is more is scaled down about its mean; the derivative knows of it, so an ascent cannot
    gain by contrast alone. 0: no limit.
    """
    if not most:
        return channels
    mean = channels.mean((2, 3), keepdim=True)
    spread = (channels - mean).square().mean((2, 3), keepdim=True).add(1e-12).sqrt()
    return mean + (channels - mean) * (most / spread).clamp_max(1)


def _make_matrix(like: Tensor) -> Tensor:
    """Return the matrix from decorrelated channels to red, green and blue, as long as Lucid's."""
    import torch

    matrix = torch.tensor(COLOUR_CORRELATION, device=like.device, dtype=like.dtype)
    return matrix / matrix.norm(dim=0).max()
