"""Assertions that fail with one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def require(condition: object, message: str) -> None:
    """Raise AssertionError with ``message``, one sentence, unless the condition holds."""
    if not condition:
        raise AssertionError(message)


def require_type(found: object, kinds: type | tuple[type, ...], what: str, wanted: str) -> None:
    """Raise AssertionError unless ``found`` is of one of the kinds, which ``wanted`` names."""
    require(isinstance(found, kinds), f"{what} must be {wanted}, not {describe_value(found)}")


def require_tensor(found: object, shape: tuple[int, ...], what: str) -> None:
    """Raise AssertionError unless ``found`` is a tensor of this shape with only finite values."""
    require_shape(found, shape, what)
    require(bool(found.isfinite().all()), f"{what} must be finite everywhere")  # type: ignore[attr-defined]


def require_shape(found: object, shape: Sequence[int | None], what: str) -> None:
    """Raise AssertionError unless ``found`` is a tensor of this shape; None: of any length."""
    import torch

    require_type(found, torch.Tensor, what, "a tensor")
    assert isinstance(found, torch.Tensor)
    own = tuple(found.shape)
    fits = len(own) == len(shape) and all(
        side == wanted or (wanted is None and side > 0)
        for side, wanted in zip(own, shape, strict=True)
    )
    require(fits, f"{what} must be of shape {_write_shape(shape)}, not {own}")


def require_like(found: object, given: Tensor, shape: Sequence[int | None], what: str) -> None:
    """Raise AssertionError unless ``found`` is of this shape, and of the type and place of ``given``.

    On a CPU its values must be finite, too, if those of ``given`` are. Elsewhere the processor
    would have to wait for the device; there the engine finds it out in the end.
    """
    require_shape(found, shape, what)
    assert not isinstance(found, type(None))
    own: Tensor = found  # type: ignore[assignment]
    require(own.dtype == given.dtype, f"{what} must be {given.dtype}, not {own.dtype}")
    require(own.device == given.device, f"{what} must be on {given.device}, not {own.device}")
    if own.device.type == "cpu" and not own.isfinite().all() and given.isfinite().all():
        raise AssertionError(f"{what} must be finite everywhere")


def require_number(found: object, what: str) -> None:
    """Raise AssertionError unless ``found`` is a tensor of shape () with a finite value."""
    require_tensor(found, (), what)


def require_picture(found: Tensor, shape: tuple[int, ...], what: str, slack: float = 1e-4) -> None:
    """Raise AssertionError unless ``found`` is a tensor of this shape with values in 0..1."""
    require_tensor(found, shape, what)
    low, high = float(found.detach().min()), float(found.detach().max())
    in_range = low >= -slack and high <= 1 + slack
    require(in_range, f"{what} must be in 0..1, not {low:.3g}..{high:.3g}")


def describe_value(value: object) -> str:
    """Return what a value is, in a few words: "None", "'layer3'", "a list"."""
    if value is None or isinstance(value, str | int | float):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:37]}..."
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _write_shape(shape: Sequence[int | None]) -> str:
    """Return a shape with letters for the sides that may be of any length."""
    letters = iter("hwn")
    sides = [next(letters) if side is None else str(side) for side in shape]
    return f"({', '.join(sides)}{',' if len(sides) == 1 else ''})"
