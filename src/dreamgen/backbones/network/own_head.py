"""Find the classifier of a network without timm's ``forward_head``: where it is, what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

MARK, RECTIFIED = "_dreamgen_module", "_dreamgen_rectified"
"""What a tensor carries: the module whose very output it is, and whether it was rectified since."""
_AVERAGES = ("adaptive_avg_pool2d", "mean")
_RECTIFIERS = ("relu", "relu_")


@dataclass(frozen=True)
class OwnHead:
    """A classifier that is a module of its own.

    name:      of the module.
    shape:     of what it is given for a single place, beginning with the batch.
    source:    the module whose output is averaged over all places, or whose class token is taken.
    rectified: whether negative values of that output are cut off first.
    """

    name: str
    shape: tuple[int, ...]
    source: str
    rectified: bool = False


@contextmanager
def watch_own_head(module: nn.Module, keep: Callable[[OwnHead], None]) -> Iterator[None]:
    """While entered, ``keep`` hears of the classifier of a network that says which module it is."""
    names: Any = (getattr(module, "pretrained_cfg", None) or {}).get("classifier") or []
    if len(names) != 1:
        yield
        return
    name = names[0].partition(".")[0]
    watch = _WatchReductions()

    def record(_: nn.Module, inputs: tuple) -> None:
        given = inputs[0]
        mark = vars(given).get(MARK)
        if mark is not None and given.shape[2:].numel() > 1:  # it averages by itself
            keep(OwnHead(name, (1, given.shape[1], 1, 1), mark, RECTIFIED in vars(given)))
        elif watch.last is not None and given.flatten(1).shape[1] == watch.channels:
            source, rectified = watch.last
            keep(OwnHead(name, tuple(given.shape), source, rectified))

    handle = module.get_submodule(name).register_forward_pre_hook(record)
    try:
        with watch:
            yield
    finally:
        handle.remove()


class _WatchReductions(TorchFunctionMode):
    """Notes what was last made one vector of: by an average over places, or as the class token."""

    last: tuple[str, bool] | None = None
    channels = 0

    def __torch_function__(
        self, func: Callable, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        given = args[0] if args and isinstance(args[0], Tensor) else None
        marks = {} if given is None else dict(vars(given))
        found = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "")
        if given is None or MARK not in marks or not isinstance(found, Tensor):
            return found
        if name in _RECTIFIERS:
            vars(found).update({MARK: marks[MARK], RECTIFIED: True})
        elif (name in _AVERAGES and given.ndim == 4 and found.numel() == given.shape[1]) or (
            name == "__getitem__" and given.ndim == 3 and found.numel() == given.shape[2]
        ):
            self.last, self.channels = (marks[MARK], RECTIFIED in marks), found.numel()
        return found
