"""A small network that paints the picture from coordinates."""

from __future__ import annotations

import math
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import (
    from_decorrelated_logits,
    to_decorrelated_logits,
)
from dreamgen.parameterisations.base import Parameterisation

_REACH = math.sqrt(3)  # coordinates of the shorter side, either way: their deviation is then 1
_RIDGE = 1e-6


class Cppn(Parameterisation):
    """The weights of a network from each pixel's coordinates to its colour.

    Smooth, endlessly sharp forms, like drawings (compositional pattern-producing networks: Stanley
    2007; as a parameterisation: Mordvintsev et al., "Differentiable Image Parameterizations", 2018).
    The activation is Lucid's, atan(x) / 0.67 beside atan(x)^2 / 0.6. It begins with random weights
    of ``seed`` whose last layer is fitted to the picture; of that only the broadest forms are kept.
    ``contrast`` keeps its flat areas off pure primaries. Use it with ``adam(0.005)``, a few hundred
    steps and ``octaves.count = 1``, for whole things, as concepts, rather than textures.

    The parameters are (B, n): weights and biases of each layer, one after the other.
    """

    lossless: ClassVar[bool] = False
    wraps: ClassVar[bool] = False

    layers: int = Field(8, description="how many layers", ge=2, le=16)
    hidden: int = Field(24, description="channels of each hidden layer", ge=2, le=256)
    seed: int = Field(0, description="of the random weights", ge=0, lt=2**31)
    contrast: float = Field(
        2.0, description="largest root mean square of a channel's logits; 0: no limit", ge=0, le=100
    )

    def encode(self, picture: Tensor) -> Tensor:
        batch, _, height, width = picture.shape
        weights = self._draw_weights().to(picture).expand(batch, -1)
        *hidden, _ = self._split(weights)
        features = _run_hidden(_make_coordinates((height, width), picture), hidden)
        last = _fit(features, to_decorrelated_logits(picture).flatten(2).transpose(1, 2))
        return torch.cat([weights[:, : -last.shape[1]], last], 1)

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        *hidden, (weight, bias) = self._split(parameters)
        features = _run_hidden(_make_coordinates(size, parameters), hidden)
        channels = (features @ weight + bias).transpose(1, 2).unflatten(2, size)
        return from_decorrelated_logits(_limit(channels, self.contrast))

    def _list_shapes(self) -> list[tuple[int, int]]:
        """Return how many values go into each layer, and how many come out."""
        hidden = [
            (2 if number == 0 else 2 * self.hidden, self.hidden)
            for number in range(self.layers - 1)
        ]
        return [*hidden, (2 * self.hidden, 3)]

    def _split(self, parameters: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Return each layer's weights, (B, in, out), and biases, (B, 1, out)."""
        shapes = self._list_shapes()
        parts = iter(parameters.split([n for a, b in shapes for n in (a * b, b)], 1))
        return [(next(parts).unflatten(1, shape), next(parts)[:, None]) for shape in shapes]

    def _draw_weights(self) -> Tensor:
        """Return random weights of deviation 1 / sqrt(in), and biases of 0."""
        generator = torch.Generator().manual_seed(self.seed)
        parts = []
        for given, made in self._list_shapes():
            weight = torch.randn(given * made, generator=generator) / math.sqrt(given)
            parts += [weight, torch.zeros(made)]
        return torch.cat(parts)


def _limit(channels: Tensor, most: float) -> Tensor:
    """Return channels, (B, 3, H, W), none of whose root mean squares is more than ``most``.

    About 0 and not about the mean: each weight moves all of the picture, and the mean would run away.
    """
    size = channels.square().mean((2, 3), keepdim=True).add(1e-12).sqrt()
    return channels * (most / size).clamp_max(1) if most else channels


def _make_coordinates(size: tuple[int, int], like: Tensor) -> Tensor:
    """Return x and y of each pixel, (1, H * W, 2), 0 in the middle."""
    y, x = (
        (torch.arange(side, device=like.device, dtype=like.dtype) + 0.5 - side / 2) for side in size
    )
    grid = torch.stack(torch.meshgrid(y, x, indexing="ij")[::-1], -1)
    return (grid * (2 * _REACH / min(size))).view(1, -1, 2)


def _run_hidden(values: Tensor, layers: list[tuple[Tensor, Tensor]]) -> Tensor:
    """Return the features of each pixel, (B, H * W, 2 * hidden)."""
    for weight, bias in layers:
        bent = torch.atan(values @ weight + bias)
        values = torch.cat([bent / 0.67, bent.square() / 0.6], 2)
    return values


def _fit(features: Tensor, wanted: Tensor) -> Tensor:
    """Return weights and biases, (B, n), that take features to what is wanted, by least squares."""
    inputs = torch.cat([features, torch.ones_like(features[..., :1])], 2).double()
    inputs = inputs.expand(len(wanted), -1, -1)
    products = inputs.transpose(1, 2) @ inputs
    ridge = _RIDGE * inputs.shape[1] * torch.eye(inputs.shape[2], device=inputs.device).double()
    found = torch.linalg.solve(products + ridge, inputs.transpose(1, 2) @ wanted.double())
    return found.flatten(1).to(wanted.dtype)
