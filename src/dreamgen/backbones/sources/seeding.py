"""Random numbers of one's own for code that draws from torch's global generator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode


class OwnGenerator(TorchDispatchMode):
    """A context in which this thread's random numbers come from a seeded generator.

    Constructors of networks take no generator, and seeding the global one would reach into every
    other thread. The numbers are those that ``torch.manual_seed(seed)`` would give on a CPU.
    """

    def __init__(self, seed: int):
        super().__init__()
        self._generator = torch.Generator("cpu").manual_seed(seed)

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = dict(kwargs or {})
        drawing = _take_generator(func)
        if drawing is None or _is_elsewhere(args, kwargs):
            return func(*args, **kwargs)
        return drawing(*args, **{**kwargs, "generator": self._generator})


def _take_generator(func: Any) -> Callable[..., Any] | None:
    """Return the form of an operation that takes a generator; None if it draws no numbers."""
    if any(argument.name == "generator" for argument in func._schema.arguments):
        return func
    name = func._overloadname
    other = "generator" if name == "default" else f"generator_{name}"
    return getattr(func.overloadpacket, other, None)


def _is_elsewhere(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Return whether the numbers are not for the CPU: the meta device draws none."""
    devices = [value.device.type for value in args if isinstance(value, Tensor)]
    device = kwargs.get("device")
    if device is not None:
        devices.append(torch.device(device).type)
    return any(kind != "cpu" for kind in devices)
