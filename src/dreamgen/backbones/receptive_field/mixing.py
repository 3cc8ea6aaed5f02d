"""How torch functions that mix places change an activation's reach."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from torch import Tensor

from dreamgen.backbones.receptive_field.reach import (
    GLOBAL,
    Factor,
    Reach,
    blurred,
    positions,
    resized,
    shared,
    union,
)
from dreamgen.backbones.receptive_field.rules import Call, elementwise


def reduce(call: Call) -> Reach:
    """Means, sums, maxima and norms over some dimensions."""
    first = call.first
    asked = call.argument(1, "dim")
    asked = range(len(first.dims)) if asked is None or isinstance(asked, Tensor) else asked
    asked = [asked] if isinstance(asked, int) else list(asked)
    gone = {place % len(first.dims) for place in asked}
    field = first.mixed(gone, call.picture).field
    if len(call.shape) == len(first.dims):
        dims = resized(first.dims, call.shape)
        dims = tuple(shared(dim) if place in gone else dim for place, dim in enumerate(dims))
    else:
        dims = tuple(dim for place, dim in enumerate(first.dims) if place not in gone)
    return Reach(dims, union(field, call.field()))


def last_dims(call: Call) -> Reach:
    """Layer normalisation: mixes the trailing dimensions."""
    count = len(call.argument(1, "normalized_shape"))
    places = range(len(call.first.dims) - count, len(call.first.dims))
    return replace(call.first, field=call.first.mixed(places, call.picture).field)


def everything(call: Call) -> Reach:
    """Group normalisation, Fourier transforms: every place sees every other."""
    field = call.first.mixed(range(len(call.first.dims)), call.picture).field
    return replace(elementwise(call), field=union(field, call.field()))


def linear(call: Call) -> Reach:
    """A matrix over the last dimension."""
    field = call.first.mixed([-1], call.picture).field
    return Reach((*call.first.dims[:-1], (Factor(call.shape[-1]),)), field)


def matmul(call: Call) -> Reach:
    """A product of two tensors, contracted over the last and the last but one dimension."""
    left, right = call.args[0], call.argument(1, "other", call.kwargs.get("mat2"))
    a, b = (next((r for t, r in call.inputs if t is x), None) for x in (left, right))
    fields, dims = [], [(Factor(size),) for size in call.shape]
    if a is not None:
        fields.append(a.mixed([-1], call.picture).field)
        dims[-len(a.dims) : -1] = resized(a.dims[:-1], call.shape[-len(a.dims) : -1])
    if b is not None and len(b.dims) > 1:
        fields.append(b.mixed([-2], call.picture).field)
        dims[-1] = b.dims[-1]
        if a is None:
            dims[-len(b.dims) : -2] = resized(b.dims[:-2], call.shape[-len(b.dims) : -2])
    return Reach(tuple(dims), union(*fields))


def einsum(call: Call) -> Reach:
    """A sum of products by labels."""
    sources, _, target = call.args[0].replace(" ", "").partition("->")
    operands = call.args[1] if isinstance(call.args[1], list | tuple) else call.args[1:]
    if "." in sources or not target:
        return everything(call)
    fields, known = [], {}
    for labels, operand in zip(sources.split(","), operands, strict=True):
        reach = next((r for t, r in call.inputs if t is operand), None)
        if reach is not None:
            gone = [place for place, label in enumerate(labels) if label not in target]
            fields.append(reach.mixed(gone, call.picture).field)
            for label, dim in zip(labels, reach.dims, strict=True):
                if positions(dim) or label not in known:
                    known[label] = dim
    dims = [known.get(label, (Factor(1),)) for label in target]
    return Reach(resized(tuple(dims), call.shape), union(*fields))


def attention(call: Call) -> Reach:
    """Queries look at all keys and values of their own window, or of the whole picture."""
    fields = []
    for index, (tensor, reach) in enumerate(call.inputs):
        query = index == 0 and tensor is call.args[0]
        fields.append(reach.field if query else reach.mixed([-2], call.picture).field)
    dims = (*call.first.dims[:-1], (Factor(call.shape[-1]),))
    return Reach(dims, union(*fields))


def unknown(call: Call) -> Reach:
    """What nobody can follow counts as global."""
    return Reach(blurred(call.first.dims, call.shape), (GLOBAL, GLOBAL))


def window(kernel: Callable[[Call, int], tuple[float, float]]) -> Callable[[Call], Reach]:
    """Return the rule for a sliding window over the last two dimensions.

    ``kernel(call, side)`` gives the window's extent, in indices beyond the first, and the stride.
    """

    def rule(call: Call) -> Reach:
        reach = call.first
        channels = len(reach.dims) - 3
        if channels >= 0 and call.kwargs.get("groups", 1) == 1:
            reach = replace(reach, field=reach.mixed([channels], call.picture).field)
        dims = list(resized(reach.dims, call.shape)) if len(call.shape) == len(reach.dims) else []
        if not dims:
            return unknown(call)
        for side, place in enumerate((-2, -1)):
            old = reach.dims[place]
            extent, stride = kernel(call, side)
            for factor in positions(old):
                reach = reach.widened(factor.side, extent * factor.step)
            if len(old) == 1 and old[0].side is not None:
                new = replace(old[0], size=call.shape[place], step=old[0].step * stride)
                dims[place] = (new,)
        return Reach(tuple(dims), reach.field)

    return rule


def unfold(call: Call) -> Reach:
    """Every place with its neighbourhood stacked into the channels."""
    kernel, stride = call.argument(1, "kernel_size"), call.argument(4, "stride", 1)
    reach, places = call.first, []
    for side, place in enumerate((-2, -1)):
        factor = reach.dims[place][0]
        reach = reach.widened(side, (pair(kernel, side) - 1) * factor.step)
        size = math.ceil(factor.size / pair(stride, side))
        places.append(replace(factor, size=size, step=factor.step * pair(stride, side)))
    last = tuple(places)
    if math.prod(factor.size for factor in last) != call.shape[-1]:
        last = (Factor(call.shape[-1], parts=last),)
    return Reach((reach.dims[0], (Factor(call.shape[1]),), last), reach.field)


def fold(call: Call) -> Reach:
    """Neighbourhoods added back into a map: the reverse of unfold, and as wide."""
    kernel, stride = call.argument(2, "kernel_size"), call.argument(5, "stride", 1)
    reach, sides = call.first, []
    for side in (0, 1):
        steps = [factor.step for factor in positions(*reach.dims) if factor.side == side]
        step = min(steps) / pair(stride, side)
        reach = reach.widened(side, (pair(kernel, side) - 1) * step)
        sides.append((Factor(call.shape[2 + side], step, side),))
    return Reach((reach.dims[0], (Factor(call.shape[1]),), *sides), reach.field)


def pair(value: object, side: int) -> float:
    """Return the entry of a number or a pair that belongs to a side."""
    if isinstance(value, list | tuple):
        return float(value[side] if len(value) > 1 else value[0])
    return float(value)


def adaptive(call: Call, side: int) -> tuple[float, float]:
    """Return extent and stride of an adaptive pool."""
    before, after = call.inputs[0][0].shape[side - 2], call.shape[side - 2]
    extent = math.ceil(before / after) - 1
    return (GLOBAL if after == 1 and before > 1 else extent), before / after
