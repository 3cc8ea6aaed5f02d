"""Assertions that fail with one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def require(condition: object, message: str) -> None:
    """Raise AssertionError with ``message``, one sentence, unless the condition holds."""
    if not condition:
        raise AssertionError(message)


def require_tensor(found: object, shape: tuple[int, ...], what: str) -> None:
    """Raise AssertionError unless ``found`` is a tensor of this shape with only finite values."""
    import torch

    if not isinstance(found, torch.Tensor):
        raise AssertionError(f"{what} must be a tensor, not {type(found).__name__}")
    require(
        tuple(found.shape) == shape, f"{what} must be of shape {shape}, not {tuple(found.shape)}"
    )
    require(bool(found.isfinite().all()), f"{what} must be finite everywhere")


def require_number(found: object, what: str) -> None:
    """Raise AssertionError unless ``found`` is a tensor of shape () with a finite value."""
    require_tensor(found, (), what)


def require_picture(found: Tensor, shape: tuple[int, ...], what: str) -> None:
    """Raise AssertionError unless ``found`` is a tensor of this shape with values in 0..1."""
    require_tensor(found, shape, what)
    low, high = float(found.detach().min()), float(found.detach().max())
    require(low >= -1e-4 and high <= 1 + 1e-4, f"{what} must be in 0..1, not {low:.3g}..{high:.3g}")
