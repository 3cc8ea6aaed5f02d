"""ReLUs that let a gradient through where it would die altogether.

Where a picture makes none of the wanted units fire, as noise often does, every ReLU before them is
flat: the gradient is zero, and nothing would ever grow. Lucid's redirected ReLU (Mordvintsev; Olah
et al., "Feature Visualization", 2017) then passes on what would wake units up.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

_RELUS = {F.relu, torch.relu, torch.relu_, Tensor.relu, Tensor.relu_}
_HARDTANHS = {F.hardtanh, torch.nn.functional.hardtanh_}


def redirect_dead_relus() -> TorchFunctionMode:
    """Return a context in which every ReLU and ReLU6 of this thread redirects dead gradients.

    It holds for modules and functions alike. A ReLU that passes any gradient of a picture on is left
    as it is for that picture.
    """
    return _Redirecting()


def redirect_forward(
    forward: Callable[[Tensor], Sequence[Tensor]],
) -> Callable[[Tensor], Sequence[Tensor]]:
    """Return a forward pass whose gradient finds a way through dead ReLUs, wherever it is run.

    A context holds for one thread alone, and the backward pass on a GPU has one of its own.
    """

    def run(pictures: Tensor) -> Sequence[Tensor]:
        with redirect_dead_relus():
            return forward(pictures)

    return run


class _Redirecting(TorchFunctionMode):
    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        bounds = _find_bounds(func, args, kwargs or {})
        given = args[0] if args else (kwargs or {}).get("input")
        if bounds is None or not isinstance(given, Tensor) or not given.requires_grad:
            return func(*args, **(kwargs or {}))
        return _Redirected.apply(given, *bounds)


def _find_bounds(
    func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> tuple[float, float] | None:
    """Return between which values a function lets its input through; None if it is no ReLU."""
    if func in _RELUS:
        return 0.0, float("inf")
    if func is F.relu6:
        return 0.0, 6.0
    if func in _HARDTANHS:
        given = inspect.signature(F.hardtanh).bind(*args, **kwargs)
        given.apply_defaults()
        return given.arguments["min_val"], given.arguments["max_val"]
    return None


class _Redirected(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, low: float, high: float) -> Tensor:
        ctx.bounds = low, high
        y = x.clamp(low, high)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        (y,) = ctx.saved_tensors
        low, high = ctx.bounds
        at_low, at_high = y <= low, y >= high
        plain = gradient.masked_fill(at_low | at_high, 0)
        # The objective is maximised: what is off is only to be pushed up, what is full only down.
        away = (at_low & (gradient < 0)) | (at_high & (gradient > 0))
        dead = (plain == 0).flatten(1).all(1).view(-1, *[1] * (y.ndim - 1))
        return torch.where(dead, gradient.masked_fill(away, 0), plain), None, None
