"""Writing a network as a file that describes itself, for ``--backbone FILE``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor, nn

from dreamgen.atomic import write_atomically
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.architecture import build, to_model
from dreamgen.backbones.sources.file import KEY, Header

BATCH = 16  # pictures in a forward pass


def save_backbone(
    path: str | os.PathLike[str],
    module: nn.Module,
    *,
    architecture: str,
    classes: Sequence[str],
    mean: Sequence[float],
    std: Sequence[float],
    samples: Tensor,
    synonyms: Mapping[str, Sequence[str]] = {},
    default_objective: str = "patchwork",
    default_layer: int | str | None = None,
    robust: bool = False,
) -> None:
    """Write a timm network as safetensors in half precision, with all that a dream needs to know.

    ``synonyms`` are other words for some of the classes, that ``concept(...)`` takes too.
    ``samples``, (N, 3, H, W) in 0..1, are pictures of the kind that it was trained on: each layer's
    mean and deviation over them are stored. ``robust`` says that it was trained against attacks. The
    module is left as it was. Raises OSError where the file cannot be written; an older one is then
    left alone.
    """
    header = Header(
        architecture=architecture,
        classes=tuple(classes),
        synonyms={name: tuple(words) for name, words in synonyms.items()},
        mean=tuple(mean),
        std=tuple(std),
        default_objective=default_objective,
        default_layer=default_layer,
        robust=robust,
    )
    tensors = {name: value.detach().cpu() for name, value in module.state_dict().items()}
    tensors |= _measure_statistics(architecture, tensors, header, samples)
    halves = {name: _to_half(value).contiguous() for name, value in tensors.items()}
    data = save(halves, metadata={KEY: header.model_dump_json()})
    write_atomically(Path(path), data)


def _to_half(value: Tensor) -> Tensor:
    return value.half() if value.is_floating_point() else value


def _measure_statistics(
    architecture: str, tensors: Mapping[str, Tensor], header: Header, samples: Tensor
) -> dict[str, Tensor]:
    """Return ``statistics.LAYER.mean`` and ``.std`` of every layer, measured on a copy."""
    copy = build(architecture, num_classes=len(header.classes))
    copy.load_state_dict(dict(tensors))
    model = to_model(copy, "", mean=header.mean, std=header.std)
    network = Network(model, torch.device("cpu"), torch.float32)
    names = [layer.name for layer in network.layers]
    sums = {name: torch.zeros(2, network.channels(name), dtype=torch.float64) for name in names}
    places = dict.fromkeys(names, 0)
    with torch.no_grad():
        for part in samples.split(BATCH):
            for name, value in zip(names, network.activations(part, names), strict=True):
                flat = value.double().transpose(0, 1).flatten(1)
                sums[name] += torch.stack([flat.sum(1), flat.square().sum(1)])
                places[name] += flat.shape[1]
    found: dict[str, Tensor] = {}
    for name, (total, squares) in sums.items():
        mean = total / places[name]
        found[f"statistics.{name}.mean"] = mean.float()
        variance = (squares / places[name] - mean.square()).clamp_min(0)
        found[f"statistics.{name}.std"] = variance.sqrt().float()
    return found
