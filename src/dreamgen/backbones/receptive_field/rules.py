"""How torch functions that only move things around change an activation's reach.

Whatever has no rule is taken to act on each place by itself (activations, sums of two maps, ...).
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from dreamgen.backbones.receptive_field.reach import (
    Dim,
    Factor,
    Reach,
    blurred,
    positions,
    reshaped,
    resized,
    union,
)


@dataclass(frozen=True)
class Call:
    """One call of a torch function: the reach of its tensors, and what it returned."""

    inputs: list[tuple[Tensor, Reach]]
    args: tuple
    kwargs: dict
    output: Tensor
    picture: tuple[int, int]

    @property
    def first(self) -> Reach:
        """The reach of the first tensor that has one."""
        return self.inputs[0][1]

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the output."""
        return tuple(self.output.shape)

    def argument(self, place: int, name: str, default: object = None) -> object:
        """Return an argument given by place or by name."""
        return self.args[place] if len(self.args) > place else self.kwargs.get(name, default)

    def field(self) -> tuple[float, float]:
        """Return the larger of the fields that come in."""
        return union(*(reach.field for _, reach in self.inputs))


def elementwise(call: Call) -> Reach:
    """Each place by itself; of several inputs, for each dimension the one that knows positions."""
    dims = []
    rank = len(call.shape)
    for index, size in enumerate(call.shape):
        best: Dim = (Factor(size),)
        for _, reach in call.inputs:
            place = index - rank + len(reach.dims)
            if place < 0 or reach.shape[place] != size:
                continue
            if _knowledge(reach.dims[place]) > _knowledge(best):
                best = reach.dims[place]
        dims.append(best)
    fitting = any(len(reach.dims) == rank for _, reach in call.inputs)
    known = sum(len(positions(dim)) for dim in dims) or not positions(*call.first.dims)
    if not known and fitting and len(call.first.dims) == rank:
        return Reach(resized(call.first.dims, call.shape), call.field())
    return Reach(tuple(dims), call.field())


def _knowledge(dim: Dim) -> tuple[int, int]:
    places = positions(dim)
    return len(places), sum(not factor.shared for factor in places)


def reshape(call: Call) -> Reach:
    """The same elements in the same order under another shape."""
    return Reach(reshaped(call.first.dims, call.shape), call.first.field)


def permute(call: Call) -> Reach:
    """Dimensions in another order."""
    order = call.argument(1, "dims")
    order = call.args[1:] if isinstance(order, int) else order
    return Reach(tuple(call.first.dims[place] for place in order), call.first.field)


def transpose(call: Call) -> Reach:
    """Two dimensions exchanged."""
    one, other = call.argument(1, "dim0"), call.argument(2, "dim1")
    dims = list(call.first.dims)
    dims[one], dims[other] = dims[other], dims[one]
    return Reach(tuple(dims), call.first.field)


def select(call: Call) -> Reach:
    """Indexing, splitting and joining: positions stay what they are."""
    dims = call.first.dims
    if len(call.shape) == len(dims):
        widest = max(call.inputs, key=lambda pair: len(positions(*pair[1].dims)))[1]
        dims = widest.dims if len(widest.dims) == len(dims) else dims
        return Reach(resized(dims, call.shape), call.field())
    index = call.argument(1, "index")
    kept = _indexed(dims, index if isinstance(index, tuple) else (index,))
    if kept is None or len(kept) != len(call.shape):
        return Reach(blurred(dims, call.shape), call.field())
    return Reach(resized(kept, call.shape), call.field())


def _indexed(dims: tuple[Dim, ...], index: tuple) -> tuple[Dim, ...] | None:
    """Return the dimensions left by a plain index (integers, slices, None, ...), else None."""
    if any(not (item is None or item is ... or isinstance(item, int | slice)) for item in index):
        return None
    taken = sum(item is not None and item is not ... for item in index)
    rest, kept = list(dims), []
    for item in index:
        if item is ...:
            while len(rest) > taken:
                kept.append(rest.pop(0))
        elif item is None:
            kept.append((Factor(1),))
        else:
            taken -= 1
            dim = rest.pop(0)
            kept += [dim] if isinstance(item, slice) else []
    return (*kept, *rest)


def unbind(call: Call) -> Reach:
    """One dimension taken apart."""
    dims = list(call.first.dims)
    del dims[call.argument(1, "dim", 0)]
    return Reach(tuple(dims), call.first.field)


def stack(call: Call) -> Reach:
    """Several tensors along a new dimension."""
    dims = list(call.first.dims)
    place = call.argument(1, "dim", 0)
    dims.insert(place if place >= 0 else place + len(dims) + 1, (Factor(len(call.args[0])),))
    return Reach(tuple(dims), call.field())
