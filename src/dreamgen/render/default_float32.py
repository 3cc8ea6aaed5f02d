"""float32 as the default number type of one thread; torch's own default is one for all threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

DRAWING = {torch.rand, torch.randn, torch.empty}  # made of one type or another, never converted
MAKING = {
    torch.zeros, torch.ones, torch.full, torch.eye, torch.arange, torch.linspace, torch.logspace,
    torch.tensor, torch.hann_window, torch.fft.fftfreq, torch.fft.rfftfreq,
}  # fmt: skip
EXPLICIT = {
    "double", "half", "bfloat16", "to", "type", "from_numpy", "frombuffer", "as_tensor", "view",
}  # fmt: skip
"""Functions whose type was asked for."""


class DefaultFloat32(TorchFunctionMode):
    """A context in which this thread's tensors are float32 where no type is given.

    torch takes its default type for what is made from Python's numbers, and where whole numbers
    meet fractions.
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        if kwargs.get("dtype") is not None or getattr(func, "__name__", "") in EXPLICIT:
            return func(*args, **kwargs)
        if func in DRAWING:
            return func(*args, **{**kwargs, "dtype": torch.float32})
        made, default = func(*args, **kwargs), torch.get_default_dtype()
        if not _is_of(default, made) or _holds(default, [*args, *kwargs.values()]):
            return made
        if func in MAKING:
            return func(*args, **{**kwargs, "dtype": torch.float32})
        # Whole numbers met a fraction.
        again = func(*map(_to_float, args), **{key: _to_float(x) for key, x in kwargs.items()})
        return again.float()


def _to_float(value: object) -> object:
    whole = isinstance(value, Tensor) and not value.is_floating_point()
    return value.float() if whole and value.dtype != torch.bool else value  # type: ignore[attr-defined]


def _is_of(dtype: torch.dtype, value: object) -> bool:
    return isinstance(value, Tensor) and value.dtype == dtype


def _holds(dtype: torch.dtype, values: Iterable[object]) -> bool:
    return any(
        value is dtype
        or _is_of(dtype, value)
        or (isinstance(value, list | tuple) and _holds(dtype, value))
        for value in values
    )
