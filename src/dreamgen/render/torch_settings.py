"""torch as dreamgen expects it, whatever the program around it has set, and as that had it afterwards.

What torch keeps for each thread is set for this thread alone: autocast, inference mode, gradients,
the default device. The default number type is shared by all threads, so it stays as it is, and a
mode of this thread corrects what would follow from it.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import ParamSpec, TypeVar

Item = TypeVar("Item")
Arguments = ParamSpec("Arguments")


@contextmanager
def own_torch_settings() -> Iterator[None]:
    """Compute as in a program that has changed nothing about torch."""
    if "torch" not in sys.modules:  # so nobody can have changed it
        yield
        return
    import torch

    with ExitStack() as stack:
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.enable_grad())
        for kind in ("cpu", "cuda"):
            if torch.is_autocast_enabled(kind):
                stack.enter_context(torch.autocast(kind, enabled=False))
        if torch.get_default_device().type != "cpu":
            stack.enter_context(torch.device("cpu"))
        if torch.get_default_dtype() != torch.float32:
            from dreamgen.render.default_float32 import DefaultFloat32

            stack.enter_context(DefaultFloat32())
        if torch.cuda.is_available():
            stack.enter_context(_deterministic_convolutions())
        yield


def with_own_torch_settings(function: Callable[Arguments, Item]) -> Callable[Arguments, Item]:
    """Let a function run in :func:`own_torch_settings`."""

    @functools.wraps(function)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Item:
        with own_torch_settings():
            return function(*args, **kwargs)

    return run


def iterate_with_own_torch_settings(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items, each made in :func:`own_torch_settings`; whoever takes them has their own back."""
    iterator = iter(items)
    try:
        while True:
            with own_torch_settings():
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item
    finally:
        close = getattr(iterator, "close", None)
        if close is not None:
            close()


_lock = threading.Lock()
_renders = 0
_before = False


@contextmanager
def _deterministic_convolutions() -> Iterator[None]:
    """Let CUDA's convolutions add in a fixed order, so that a seed always gives one picture.

    The switch is one for all threads: it goes back when the last render ends.
    """
    import torch

    global _renders, _before
    cudnn = torch.backends.cudnn
    with _lock:
        if _renders == 0:
            _before, cudnn.deterministic = cudnn.deterministic, True
        _renders += 1
    try:
        yield
    finally:
        with _lock:
            _renders -= 1
            if _renders == 0:
                cudnn.deterministic = _before
