"""Measure receptive fields: one column of a picture is NaN, and so is all that depends on it.

NaN goes through every sum, product and maximum, for any weights, so none are needed: they are
ones, and channels that would all be alike are computed once. That makes even giants quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from dreamgen.backbones.network.activation_hooks import ActivationHooks
from dreamgen.backbones.network.activations import Layout, to_map

AT_ONCE = 4  # pictures in a forward pass
POINTWISE = {
    "relu", "relu6", "leaky_relu", "prelu", "elu", "gelu", "silu", "mish", "sigmoid", "tanh",
    "hardtanh", "hardswish", "hardsigmoid", "hardsilu", "clamp", "dropout", "batch_norm",
    "layer_norm", "rms_norm",
}  # fmt: skip
"""Functions after which NaN is where it was before (normalisation over channels among them)."""


def probe(
    module: nn.Module, layouts: Mapping[str, Layout], size: tuple[int, int], columns: Sequence[int]
) -> dict[str, Tensor]:
    """Return which places of each layer depend on which columns of a picture of (height, width).

    module: on the meta device. layouts: of the layers' outputs. Each result is a Boolean tensor
    (columns, W'), where W' is the width of the layer's map.
    """
    height, width = size
    channels = _count_channels(module)
    found: dict[str, list[Tensor]] = {name: [] for name in layouts}
    with torch.no_grad(), ActivationHooks(module, list(layouts)) as forward:
        for start in range(0, len(columns), AT_ONCE):
            part = columns[start : start + AT_ONCE]
            pictures = torch.zeros(len(part), channels, height, width)
            for picture, column in zip(pictures, part, strict=True):
                picture[:, :, column] = torch.nan
            with _WithoutWeights():
                outputs = forward(pictures)
            for (name, layout), output in zip(layouts.items(), outputs, strict=True):
                maps = to_map(output, layout, size, len(part))
                found[name].append(maps.isnan().any(1).any(1))
    return {name: torch.cat(parts) for name, parts in found.items()}


def _count_channels(module: nn.Module) -> int:
    config: Any = getattr(module, "pretrained_cfg", None) or {}
    return (config.get("input_size") or (3,))[0]


class _WithoutWeights(TorchFunctionMode):
    """Runs a module of the meta device on real pictures, with ones in place of its weights."""

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        args = [_materialise(value) for value in args]
        kwargs = {key: _materialise(value) for key, value in (kwargs or {}).items()}
        full_name = getattr(func, "__name__", "")
        name = full_name.strip("_")
        if (
            name not in RULES
            and full_name.endswith("_")
            and 0 in getattr(args[0], "stride", tuple)()
        ):
            args[0] = args[0].clone()  # it is written to, and its channels share their memory
        if name in POINTWISE and isinstance(args[0], Tensor):
            return args[0]
        rule: Any = RULES.get(name, func)
        return rule(*args, **kwargs)


def _materialise(value: Any) -> Any:
    """Return ones that need no memory for a tensor on the meta device; zeros where they index."""
    if isinstance(value, list | tuple):
        return type(value)(map(_materialise, value)) if type(value) in (list, tuple) else value
    if isinstance(value, Tensor) and value.is_meta:
        one = torch.full((), float(value.is_floating_point())).to(value.dtype)
        return one.expand(value.shape)
    return value


def _conv2d(
    x: Tensor,
    weight: Tensor,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Tensor:
    kernel = torch.ones(1, 1, *weight.shape[2:])
    mixed = F.conv2d(x.sum(1, keepdim=True), kernel, None, stride, padding, dilation)
    return mixed.expand(-1, weight.shape[0], -1, -1)


def _linear(x: Tensor, weight: Tensor, bias: Any = None) -> Tensor:
    return x.sum(-1, keepdim=True).expand(*x.shape[:-1], weight.shape[0])


def _attention(query: Tensor, key: Tensor, value: Tensor, *_: Any, **__: Any) -> Tensor:
    # Only which places depend on which matters: a query's own place, and all keys and values.
    everything = (key.sum((-2, -1)) + value.sum((-2, -1)))[..., None, None]
    mixed = query.sum(-1, keepdim=True) + everything
    return mixed.expand(*mixed.shape[:-1], value.shape[-1])


RULES = {"conv2d": _conv2d, "linear": _linear, "scaled_dot_product_attention": _attention}
