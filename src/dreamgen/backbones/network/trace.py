"""A record of one forward pass: which modules ran, in which order, what they returned."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from dreamgen.backbones.network.own_head import MARK, RECTIFIED, OwnHead, watch_own_head

_SMALL = 20_000_000 * 224**2
"""Weights times pixels; a forward pass of such a network takes some hundredths of a second."""


@dataclass
class Trace:
    """What a forward pass on a picture of the network's native size showed.

    shapes: output shape by module name, in the order in which the modules finished; modules that
            return no tensor are left out, and of a tuple or list the first tensor counts.
    calls:  how often each module ran.
    feeds:  for a module whose input is the very output of a convolution: that convolution's name.
    classified: the module whose very output the network's classifier was given; None if unknown.
    head:   the classifier, where it is a module of its own; None if the network has timm's
            ``forward_head``.
    """

    size: tuple[int, int]
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    classified: str | None = None
    head: OwnHead | None = None


def first_tensor(output: object) -> Tensor | None:
    """Return the tensor itself, or the first in a tuple, list or dict; None if there is none."""
    if isinstance(output, Tensor):
        return output
    if isinstance(output, dict):
        output = list(output.values())
    if isinstance(output, tuple | list):
        return next((item for item in output if isinstance(item, Tensor)), None)
    return None


def trace(module: nn.Module, input_size: tuple[int, int, int]) -> Trace:
    """Run the module once on a picture of (channels, height, width) and return what happened.

    A small network simply runs. Others run on the meta device, at once and without arithmetic even
    for giants, unless they need real numbers; torch imports its compiler for that, which takes as
    long as importing torch.
    """
    parameter = next(module.parameters())
    size = sum(each.numel() for each in module.parameters()) * input_size[1] * input_size[2]
    if size > _SMALL:
        try:
            with torch.device("meta"):
                picture = torch.empty(1, *input_size, dtype=parameter.dtype)
                return record_forward(copy_to_meta(module), picture)
        except (RuntimeError, NotImplementedError, TypeError, ValueError):
            pass
    rng = torch.Generator().manual_seed(0)
    picture = torch.rand(1, *input_size, generator=rng, dtype=torch.float32).to(parameter)
    return record_forward(module, picture)


def copy_to_meta(module: nn.Module) -> nn.Module:
    """Return a copy whose weights are stand-ins on the meta device; no weight is copied."""
    stand_ins: dict[int, Any] = {}
    for parameter in module.parameters():
        stand_ins[id(parameter)] = nn.Parameter(parameter.to("meta"), requires_grad=False)
    for buffer in module.buffers():
        stand_ins[id(buffer)] = buffer.to("meta")
    return copy.deepcopy(module, stand_ins)


def record_forward(module: nn.Module, picture: Tensor) -> Trace:
    """Run the module on a picture (1, channels, H, W) and record what its parts do."""
    traced = Trace(size=(picture.shape[-2], picture.shape[-1]))
    handles: list[Any] = []
    watched: AbstractContextManager[None] = nullcontext()
    for name, child in module.named_modules():
        if name:
            handles.append(child.register_forward_hook(partial(_record, traced, name)))
    head = getattr(module, "forward_head", None)
    if head is not None:
        vars(module)["forward_head"] = partial(_record_head, traced, head)
    else:
        watched = watch_own_head(module, partial(_record_own_head, traced))
    try:
        with torch.no_grad(), watched:
            module(picture)
    finally:
        for handle in handles:
            handle.remove()
        if head is not None:
            del module.forward_head  # the class's own is behind it
    return traced


def _record_own_head(traced: Trace, head: OwnHead) -> None:
    traced.classified, traced.head = head.source, head


def _record_head(
    traced: Trace, head: Callable, features: object, *rest: object, **more: object
) -> object:
    traced.classified = getattr(first_tensor(features), MARK, None)
    return head(features, *rest, **more)


def _record(traced: Trace, name: str, module: nn.Module, inputs: tuple, output: object) -> None:
    traced.calls[name] = traced.calls.get(name, 0) + 1
    # The mark lives on the tensor object itself, so it goes when the tensor does.
    source = first_tensor(inputs)
    if source is not None and hasattr(source, "_dreamgen_conv"):
        traced.feeds[name] = source._dreamgen_conv
    tensor = first_tensor(output)
    if tensor is None:
        return
    traced.shapes.setdefault(name, tuple(tensor.shape))
    vars(tensor)[MARK] = name
    vars(tensor).pop(RECTIFIED, None)
    if isinstance(module, nn.Conv2d):
        vars(tensor)["_dreamgen_conv"] = name
