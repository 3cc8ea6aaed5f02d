"""A loaded network, ready to be looked into: the one face that the engine sees."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from dreamgen.backbones.base import Classifier, Model
from dreamgen.backbones.network import calibration
from dreamgen.backbones.network.activation_hooks import ActivationHooks
from dreamgen.backbones.network.activations import as_map
from dreamgen.backbones.network.any_size import AnySize
from dreamgen.backbones.network.attention_heads import expose_heads
from dreamgen.backbones.network.classifier import classifier_of
from dreamgen.backbones.network.folding import fold
from dreamgen.backbones.network.layers import Layer, addresses_of
from dreamgen.backbones.network.timm_facts import layouts_of, name_of, stride_of
from dreamgen.backbones.network.trace import trace
from dreamgen.backbones.receptive_field.describe import field_of
from dreamgen.backbones.tiling.memory_budget import Budget
from dreamgen.backbones.tiling.tiles import Look as Look
from dreamgen.errors import BadInput


class Network:
    """A model on its device: frozen, folded, channels-last, normalising its own input.

    It takes the model's module over: weights are folded and moved in place. ``memory`` is how many
    bytes a look may take; None for half of the device's.

    >>> network = Network(model, torch.device("cpu"), torch.float32)      # doctest: +SKIP
    >>> activation, = network.activations(picture, [network.find(3)])     # doctest: +SKIP
    """

    def __init__(
        self,
        model: Model,
        device: torch.device,
        dtype: torch.dtype,
        name: str | None = None,
        memory: int | None = None,
    ):
        self.model = model
        self.device = device
        self.dtype = dtype
        self.name = name or name_of(model.module)
        self._module = model.module.eval().requires_grad_(False)
        # A network for more or fewer than three channels is shown red, green and blue in turn.
        self._channels = [channel % 3 for channel in range(model.input_size[0])]
        self._scale, self._shift = _normalisation(model, device)
        expose_heads(self._module)
        self._trace = trace(self._module, model.input_size)
        self._folding = fold(self._module, self._trace, model.input_size[0])
        _channels_last(self._module.to(device, dtype))
        self._layouts = layouts_of(self._module, self._trace)
        self._addresses = addresses_of(self.name, self._module, self._trace)
        self._grain = stride_of(self._module)
        self._any_size = AnySize(self._trace.size, self._grain)
        self._memory = memory
        self._budgets: dict[tuple[tuple[str, ...], int | None], Budget] = {}
        self._statistics: dict[str, tuple[Tensor, Tensor]] = {}

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
    def hook(self, layers: Sequence[str], memory: int | None = None) -> Iterator[Budget]:
        """Hook the layers for as long as the context lasts, and give the function that looks.

        Cheaper than ``activations`` in a loop; one such context at a time, in one thread. A picture
        that would need more memory than there may be is looked at in tiles.
        """
        self._folding.unfold(layers)
        layouts = [self._layouts[layer] for layer in layers]
        with ActivationHooks(self._module, layers) as watch:

            def see(shown: Tensor) -> list[Tensor]:
                size = (shown.shape[-2], shown.shape[-1])
                pairs = zip(watch(shown), layouts, strict=True)
                return [_full(as_map(x, layout, size, len(shown))) for x, layout in pairs]

            steps = itertools.count()

            def whole(picture: Tensor) -> list[Tensor]:
                return self._any_size(self._prepare(picture), see, next(steps))

            yield self._budget(whole, layers, self._memory if memory is None else memory)

    def _budget(self, look: Look, layers: Sequence[str], memory: int | None) -> Budget:
        """Return the layers' budget: one for all contexts, so that what it measured is kept."""
        key = (tuple(layers), memory)
        if key not in self._budgets:
            reach = self._reach(layers)
            self._budgets[key] = Budget(look, self.device, memory, reach, self._grain, self.name)
        self._budgets[key].look = look
        return self._budgets[key]

    def check_memory(self, layers: Sequence[str], size: tuple[int, int]) -> None:
        """Raise BadInput if the memory given is too little for a picture of (height, width)."""
        with self.hook(layers) as look:
            look.tiling_for(*size)

    def _reach(self, layers: Sequence[str]) -> Callable[[], int | None]:
        return lambda: field_of(self._module, self.model.input_size, layers)

    def activations(self, picture: Tensor, layers: Sequence[str]) -> list[Tensor]:
        """Return the layers' activations, each (B, C, H', W') float32, differentiable.

        picture: (B, 3, H, W) in 0..1. The network runs only as deep as the deepest layer.
        """
        with self.hook(layers) as look:
            return look(picture)

    def statistics(self, layer: str) -> tuple[Tensor, Tensor]:
        """Return mean and standard deviation of each channel, two float32 tensors (channels,).

        From the model where it ships them; else measured once on a few made-up pictures.
        """
        if layer not in self._statistics:
            shipped = self.model.statistics.get(layer)
            pair = shipped if shipped is not None else self._measure(layer)
            self._statistics[layer] = tuple(x.to(self.device, torch.float32) for x in pair)
        return self._statistics[layer]

    def classifier(self) -> Classifier:
        """Return what the network tells apart; BadInput, in one sentence, if it cannot be asked."""
        layer = self._trace.classified
        if layer is None or layer not in self._layouts:
            raise BadInput(f"{self.name} has no classifier that can be asked about single places.")
        return classifier_of(self.model, self._layouts[layer], self.name)

    @torch.no_grad()
    def _measure(self, layer: str) -> tuple[Tensor, Tensor]:
        samples = calibration.pictures(8, *self.model.input_size[1:]).to(self.device)
        values = [self.activations(sample[None], [layer])[0] for sample in samples]
        flat = torch.cat([value.flatten(2) for value in values]).transpose(0, 1).flatten(1)
        return flat.mean(1), flat.std(1)

    def _prepare(self, picture: Tensor) -> Tensor:
        if self._channels != [0, 1, 2]:
            picture = picture[:, self._channels]
        normal = _normalise(picture, self._scale, self._shift)
        return normal.to(self.dtype, memory_format=torch.channels_last)


def _channels_last(module: nn.Module) -> None:
    # Module.to(memory_format=...) refuses networks with a three-dimensional convolution.
    for parameter in module.parameters():
        if parameter.ndim == 4:
            parameter.data = parameter.data.to(memory_format=torch.channels_last)


def _normalisation(model: Model, device: torch.device) -> tuple[Tensor, Tensor]:
    mean = torch.tensor(model.mean, device=device).view(1, -1, 1, 1)
    std = torch.tensor(model.std, device=device).view(1, -1, 1, 1)
    return 1 / std, -mean / std


def _full(x: Tensor) -> Tensor:
    return x.float() if x.dtype in (torch.bfloat16, torch.float16) else x


def _normalise(picture: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    return torch.addcmul(shift, picture, scale)
