"""A loaded network: forward passes up to its layers, the interface for the engine."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor, nn

from dreamgen.backbones.any_size.strategies import AnySize
from dreamgen.backbones.base import Classifier, Model
from dreamgen.backbones.network import calibration
from dreamgen.backbones.network.activation_hooks import ActivationHooks
from dreamgen.backbones.network.activations import to_map
from dreamgen.backbones.network.attention_heads import expose_heads
from dreamgen.backbones.network.classifier import build_classifier
from dreamgen.backbones.network.folding import fold
from dreamgen.backbones.network.layers import Layer, find_addresses
from dreamgen.backbones.network.timm_facts import find_layouts, get_name, get_stride
from dreamgen.backbones.network.trace import trace
from dreamgen.backbones.receptive_field.describe import find_largest_field
from dreamgen.backbones.tiling.measure import Measurements
from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.backbones.tiling.tiles import Forward as Forward
from dreamgen.errors import BadInput


class Network:
    """A model on its device: frozen, folded, channels-last, normalising its own input.

    It takes the model's module over: weights are folded and moved in place.
    """

    def __init__(
        self,
        model: Model,
        device: torch.device,
        dtype: torch.dtype,
        name: str | None = None,
    ):
        self.model = model
        self.device = device
        self.dtype = dtype
        self.name = name or get_name(model.module)
        self._module = model.module.eval().requires_grad_(False)
        # A network for more or fewer than three channels is shown red, green and blue in turn.
        self._channels = [channel % 3 for channel in range(model.input_size[0])]
        self._scale, self._shift = _read_normalisation(model, device)
        expose_heads(self._module)
        self._trace = trace(self._module, model.input_size)
        self._folding = fold(self._module, self._trace, model.input_size[0])
        _use_channels_last(self._module.to(device, dtype))
        self._layouts = find_layouts(self._module, self._trace)
        self._addresses = find_addresses(self.name, self._module, self._trace)
        self._stride = get_stride(self._module)
        self._any_size = AnySize(self._trace.size, self._stride)
        self._measured: dict[tuple[tuple[str, ...], int | None], Measurements] = {}
        self._statistics: dict[str, tuple[Tensor, Tensor]] = {}
        self._lock = threading.RLock()

    @property
    def layers(self) -> list[Layer]:
        """The network's own blocks in order, numbered from 1."""
        return list(self._addresses.layers)

    @property
    def default_layer(self) -> str:
        """The model's own choice of layer, or the block at two thirds of the depth."""
        own = self.model.default_layer
        return self.find(own if own is not None else max(1, round(len(self.layers) * 2 / 3)))

    def find(self, address: int | str) -> str:
        """Return the module that a number, name, stage or unambiguous glob stands for.

        BadInput, in one sentence with what is allowed, if there is none or more than one.
        """
        return self._addresses.find(address)

    def find_all(self, address: int | str) -> list[str]:
        """Return all modules that the address stands for, in order; BadInput if there is none."""
        return self._addresses.find_all(address)

    def channels(self, layer: str) -> int:
        """Return the number of channels of a layer, named as ``find`` returns it."""
        return self._layouts[layer].channels(self._trace.shapes[layer])

    @contextmanager
    def hook(self, layers: Sequence[str], memory: int | None = None) -> Iterator[MemoryBudget]:
        """Hook the layers while the context lasts, and give the forward pass up to them.

        It takes pictures (B, 3, H, W) in 0..1 and returns a map (B, C, H', W') for each layer, in
        their order. ``memory`` is how many bytes a pass may need, None for half of the device's;
        pictures that need more go through in tiles. One such context at a time: other threads wait.
        """
        layouts = [self._layouts[layer] for layer in layers]
        hooks = ActivationHooks(self._module, layers)
        with self._lock, self._folding.unfold(layers), hooks as run:

            def forward(prepared: Tensor) -> list[Tensor]:
                size = (prepared.shape[-2], prepared.shape[-1])
                pairs = zip(run(prepared), layouts, strict=True)
                return [_to_float32(to_map(x, layout, size, len(prepared))) for x, layout in pairs]

            steps = itertools.count()

            def forward_any_size(pictures: Tensor) -> list[Tensor]:
                return self._any_size(self._prepare(pictures), forward, next(steps))

            key = (tuple(layers), memory)
            yield MemoryBudget(
                forward_any_size,
                self.device,
                memory,
                partial(find_largest_field, self._module, self.model.input_size, layers),
                self._stride,
                self.name,
                self._measured.setdefault(key, Measurements()),
            )

    def activations(self, pictures: Tensor, layers: Sequence[str]) -> Sequence[Tensor]:
        """Return the layers' activations, each (B, C, H', W') float32, differentiable.

        pictures: (B, 3, H, W) in 0..1. The network runs only as deep as the deepest layer.
        """
        with self.hook(layers) as forward:
            return forward(pictures)

    def statistics(self, layer: str) -> tuple[Tensor, Tensor]:
        """Return mean and standard deviation of each channel, two float32 tensors (channels,).

        From the model where it ships them; else measured once on a few made-up pictures.
        """
        if layer not in self._statistics:
            shipped = self.model.statistics.get(layer)
            pair = shipped if shipped is not None else self._measure(layer)
            mean, std = (x.to(self.device, torch.float32) for x in pair)
            self._statistics[layer] = mean, std
        return self._statistics[layer]

    def classifier(self) -> Classifier:
        """Return the network's classifier; BadInput, in one sentence, if it has none to use here."""
        layer = self._trace.classified
        if layer is None or layer not in self._layouts:
            raise BadInput(f"{self.name} has no classifier that can be asked about single places")
        return build_classifier(self.model, self._layouts[layer], self.name, self._trace.head)

    @torch.no_grad()
    def _measure(self, layer: str) -> tuple[Tensor, Tensor]:
        samples = calibration.draw_pictures(8, *self.model.input_size[1:]).to(self.device)
        values = [self.activations(sample[None], [layer])[0] for sample in samples]
        flat = torch.cat([value.flatten(2) for value in values]).transpose(0, 1).flatten(1)
        return flat.mean(1), flat.std(1)

    def _prepare(self, picture: Tensor) -> Tensor:
        if self._channels != [0, 1, 2]:
            picture = picture[:, self._channels]
        normal = _normalise(picture, self._scale, self._shift)
        return normal.to(self.dtype, memory_format=torch.channels_last)


def _use_channels_last(module: nn.Module) -> None:
    # Module.to(memory_format=...) refuses networks with a three-dimensional convolution.
    for parameter in module.parameters():
        if parameter.ndim == 4:
            parameter.data = parameter.data.to(memory_format=torch.channels_last)


def _read_normalisation(model: Model, device: torch.device) -> tuple[Tensor, Tensor]:
    mean = torch.tensor(model.mean, device=device).view(1, -1, 1, 1)
    std = torch.tensor(model.std, device=device).view(1, -1, 1, 1)
    return 1 / std, -mean / std


def _to_float32(x: Tensor) -> Tensor:
    return x.float() if x.dtype in (torch.bfloat16, torch.float16) else x


def _normalise(picture: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    return torch.addcmul(shift, picture, scale)
