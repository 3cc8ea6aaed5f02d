"""How far an activation reaches across the picture, and along which of its dimensions.

A dimension of an activation is a product of factors: the width of a map is one factor, a token
sequence is two (rows and columns), a batch of windows is more. Reshapes split and join factors,
permutations move them, and an operation that mixes a factor widens the receptive field by the
factor's extent. This is the receptive field arithmetic of Araujo et al. 2019, "Computing Receptive
Fields of Convolutional Neural Networks", carried over to attention.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

GLOBAL = math.inf


@dataclass(frozen=True)
class Factor:
    """Part of a dimension.

    step:  picture pixels from one index to the next.
    side:  0 for rows, 1 for columns, None for channels, the batch and bundles.
    parts: for a bundle, the positions somewhere in it (tokens with a class token in front).
    shared: all indices see the same pixels already (after a softmax), so mixing them adds nothing.
    """

    size: int
    step: float = 0.0
    side: int | None = None
    parts: tuple[Factor, ...] = ()
    shared: bool = False

    def positions(self) -> tuple[Factor, ...]:
        """Return the rows and columns among this factor and its parts."""
        return self.parts if self.side is None else (self,)


Dim = tuple[Factor, ...]


@dataclass(frozen=True)
class Reach:
    """The factors of each dimension, and the receptive field in pixels: (rows, columns)."""

    dims: tuple[Dim, ...]
    field: tuple[float, float] = (1.0, 1.0)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the tensor that this describes."""
        return tuple(math.prod(factor.size for factor in dim) for dim in self.dims)

    def widened(self, side: int, pixels: float) -> Reach:
        """Return the same with a field that is wider by so many pixels on one side."""
        field = list(self.field)
        field[side] += pixels
        return replace(self, field=(field[0], field[1]))

    def mixed(self, dims: Iterable[int], picture: tuple[int, int]) -> Reach:
        """Return the same after an operation in which these dimensions' indices see each other."""
        result = self
        for dim in dims:
            for factor in positions(self.dims[dim]):
                if factor.size > 1 and not factor.shared:
                    # One index short of the whole side is the whole side, up to rounding.
                    whole = (factor.size + 1) * factor.step > picture[factor.side]
                    # Fields that are windows themselves may lie astride this one: one step more.
                    astride = self.field[factor.side] > factor.step
                    pixels = (factor.size - 1 + astride) * factor.step
                    result = result.widened(factor.side, GLOBAL if whole else pixels)
        return result


def positions(*dims: Dim) -> tuple[Factor, ...]:
    """Return all rows and columns in some dimensions."""
    return tuple(found for dim in dims for factor in dim for found in factor.positions())


def shared(dim: Dim) -> Dim:
    """Return the dimension after its indices have seen each other."""
    return tuple(
        replace(
            factor, shared=True, parts=tuple(replace(part, shared=True) for part in factor.parts)
        )
        for factor in dim
    )


def union(*fields: tuple[float, float]) -> tuple[float, float]:
    """Return the larger field on each side: where paths join, the longer one counts."""
    return max(field[0] for field in fields), max(field[1] for field in fields)


def reshaped(dims: tuple[Dim, ...], shape: tuple[int, ...]) -> tuple[Dim, ...]:
    """Return the factors of each dimension of ``shape`` for the same elements in the same order."""
    factors = _joined([factor for dim in dims for factor in dim if factor.size != 1])
    result = []
    for size in shape:
        dim: list[Factor] = []
        while size > 1 and factors:
            factor = factors.pop(0)
            if size % factor.size == 0:
                dim.append(factor)
                size //= factor.size
                continue
            if factor.size % size:
                return blurred(dims, shape)
            inner = factor.size // size
            dim.append(replace(factor, size=size, step=factor.step * inner))
            factors.insert(0, replace(factor, size=inner))
            size = 1
        result.append(tuple(dim) or (Factor(1),))
    return tuple(result)


def _joined(factors: list[Factor]) -> list[Factor]:
    """Put together neighbours that were split before: rows of windows and rows within them."""
    result: list[Factor] = []
    for inner in factors:
        outer = result[-1] if result else None
        plain = outer is not None and not outer.parts and not inner.parts
        if plain and outer.side == inner.side and outer.step == inner.step * inner.size:
            result[-1] = replace(inner, size=outer.size * inner.size)
        else:
            result.append(inner)
    return result


def blurred(dims: tuple[Dim, ...], shape: tuple[int, ...]) -> tuple[Dim, ...]:
    """Return factors for a reshape across odd boundaries: every dimension may hold positions."""
    places = positions(*dims)
    # One factor for each side, as fine as the finest and as long as the longest.
    everything = []
    for side in (0, 1):
        same = [place for place in places if place.side == side]
        if same:
            step = min(place.step for place in same)
            length = max(place.size * place.step for place in same)
            everything.append(Factor(math.ceil(length / step), step, side))
    return tuple((Factor(size, parts=tuple(everything) if size > 1 else ()),) for size in shape)


def resized(dims: tuple[Dim, ...], shape: tuple[int, ...]) -> tuple[Dim, ...]:
    """Return the factors after slices, pads and joins: sizes change, meanings stay."""
    return tuple(_resize(dim, size) for dim, size in zip(dims, shape, strict=True))


def _resize(dim: Dim, size: int) -> Dim:
    places = positions(dim)
    if math.prod(factor.size for factor in dim) == size:
        return dim
    if not places or size == 1:
        return (Factor(size),)
    if len(dim) == 1 and dim[0].side is not None:
        return (replace(dim[0], size=size),)
    if math.prod(factor.size for factor in places) == size:
        return places
    return (Factor(size, parts=places),)
