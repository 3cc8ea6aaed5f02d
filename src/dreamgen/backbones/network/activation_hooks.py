"""Forward hooks that capture activations, in a pass that ends at the deepest layer wanted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from dreamgen.backbones.network.trace import first_tensor
from dreamgen.errors import DreamError


class _AllCapturedError(Exception):
    """All wanted layers were captured: the rest of the network need not run."""


class ActivationHooks:
    """A context manager that hooks a few modules; call it with the network's input.

    It returns the raw outputs of the modules, in the order asked for. The forward pass ends as soon
    as the last of them is there. A module that runs several times is captured at its first run.
    """

    def __init__(self, module: nn.Module, names: Sequence[str]):
        self._module = module
        self._names = list(dict.fromkeys(names))
        self._order = list(names)
        self._captured: dict[str, Tensor] = {}
        self._versions: dict[str, int] = {}
        self._fragile: set[str] = set()
        self._handles: list[RemovableHandle] = []

    def __enter__(self) -> Self:
        for name in self._names:
            hook = self._hook(name)
            self._handles.append(self._module.get_submodule(name).register_forward_hook(hook))
        return self

    def __exit__(self, *_: object) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        self._captured.clear()

    def __call__(self, picture: Tensor) -> list[Tensor]:
        """Return one output per name for an input of shape (B, channels, H, W)."""
        self._run(picture)
        # A later layer may have written into a captured tensor (an in-place ReLU): find out from
        # its version counter, and from then on give the rest of the network a copy of that one.
        written = {name for name, x in self._captured.items() if x._version != self._versions[name]}
        if written:
            self._fragile |= written
            self._run(picture)
        outputs = [self._captured[name] for name in self._order]
        self._captured.clear()
        return outputs

    def _run(self, picture: Tensor) -> None:
        self._captured.clear()
        try:
            self._module(picture)
        except _AllCapturedError:
            return
        missing = ", ".join(name for name in self._names if name not in self._captured)
        raise DreamError(f"the network never ran {missing}, so it has no activations")

    def _hook(self, name: str) -> Callable:
        def capture(module: nn.Module, inputs: tuple, output: object) -> object:
            if name in self._captured:
                return None
            tensor = first_tensor(output)
            if tensor is None:
                raise DreamError(f"layer {name} returns no tensor, so it cannot be dreamed")
            self._captured[name] = tensor
            self._versions[name] = tensor._version
            if len(self._captured) == len(self._names):
                raise _AllCapturedError
            return _replace_tensor(output, tensor) if name in self._fragile else None

        # Whoever compiled the network has imported the compiler; that takes as long as all of torch.
        return torch.compiler.disable(capture) if "torch._dynamo" in sys.modules else capture


def _replace_tensor(output: Any, tensor: Tensor) -> Any:
    """Return the output with the captured tensor swapped for a copy."""
    copy = tensor.clone()
    if output is tensor:
        return copy
    swapped = [copy if item is tensor else item for item in output]
    return type(output)(swapped)
