"""What a file may ask of an architecture's constructor: its own arguments, with plain values."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from typing import Any

from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from dreamgen.backbones.sources.architecture import outline
from dreamgen.errors import BadInput, make_printable, nearest

RANGE = (-1, 16_384)  # of a number: wider than any network
RANGES = {"num_classes": (0, 100_000), "in_chans": (1, 1024), "img_size": (1, 4096)}
MOST = 64  # items of a list, and signs of a text
LARGEST = 2 * 10**9  # weights
LONGEST = 10_000  # tensor operations of a constructor; the deepest networks need half


def outline_with(architecture: str, arguments: Mapping[str, Any], where: str) -> nn.Module:
    """Return an architecture built with a file's arguments, on the meta device.

    BadInput unless its own class takes them, with values that make a network of possible size: what
    timm's ``create_model`` takes beside them loads other files (``checkpoint_path``), so a file may
    not give it. ``where`` begins the message, as "The description in 'w.safetensors'".
    """
    allowed = _list_arguments(type(outline(architecture)))
    for name, value in arguments.items():
        told = make_printable(name)[:MOST]
        if name not in allowed:
            raise BadInput(
                f"{where} is wrong: {architecture} takes no argument {told!r}"
                f"{nearest(told, allowed)}"
            )
        if not _is_plain(value, RANGES.get(name, RANGE)):
            raise BadInput(f"{where} is wrong: the argument {told!r} has a value out of range")
    try:
        with _LimitedWork():
            module = outline(architecture, **arguments)
        if sum(parameter.numel() for parameter in module.parameters()) > LARGEST:
            raise BadInput("the network would be too large")
    except BadInput as problem:
        raise BadInput(f"{where} is wrong: {problem}") from None
    return module


def _list_arguments(kind: type[nn.Module]) -> list[str]:
    """Return the names of a class's arguments; some hand all on to the class they extend."""
    bases = kind.__mro__[: kind.__mro__.index(nn.Module)]
    found = [name for base in bases for name in inspect.signature(base).parameters]
    return [name for name in dict.fromkeys(found) if name not in ("args", "kwargs")]


class _LimitedWork(TorchDispatchMode):
    """A context in which this thread gives up after so many operations on tensors."""

    def __init__(self) -> None:
        super().__init__()
        self._left = LONGEST

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        self._left -= 1
        if self._left < 0:
            raise BadInput("the network would be too deep")
        return func(*args, **(kwargs or {}))


def _is_plain(value: object, limits: tuple[int, int]) -> bool:
    low, high = limits
    if isinstance(value, list | tuple):
        return len(value) <= MOST and all(_is_plain(item, (max(1, low), high)) for item in value)
    if isinstance(value, str):
        return len(value) <= MOST
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) <= high
    return value is None or (isinstance(value, int) and low <= value <= high)
