"""The layers of an architecture, with stride and receptive field, without any weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from dreamgen.backbones.network.activations import Layout, to_map
from dreamgen.backbones.network.blocks import find_blocks
from dreamgen.backbones.network.timm_facts import find_layouts, get_native_size, get_stride
from dreamgen.backbones.network.trace import copy_to_meta, trace
from dreamgen.backbones.receptive_field.probe import probe

WIDTHS = (512, 4096)  # pixels: the second where a receptive field is larger than the first
HEIGHTS = (32, 96, 224)  # pixels: the less the faster, but some networks refuse a narrow picture
GAP = 5  # pixels between the columns: prime to strides, so that columns meet all their phases
REFUSALS = (RuntimeError, AssertionError, ValueError, IndexError, TypeError, AttributeError)


@dataclass(frozen=True)
class LayerInfo:
    """One numbered layer: picture pixels per place, and per side of its receptive field.

    The receptive field is None where it is the whole picture. It is exact for convolutions and
    pools; for window attention it counts all offsets that occur at any place of a window, nearly
    twice what a single place sees.
    """

    number: int
    name: str
    channels: int
    stride: int
    receptive_field: int | None


def describe(module: nn.Module, input_size: tuple[int, int, int] | None = None) -> list[LayerInfo]:
    """Return the numbered layers of a module that lies on the meta device.

    input_size: (channels, height, width); the network's native one if left out.
    """
    input_size = input_size or get_native_size(module)
    traced = trace(module.eval(), input_size)
    layouts = find_layouts(module, traced)
    layouts = {name: layouts[name] for name in find_blocks(module, traced) if name in layouts}
    fields = measure_fields(module, layouts, input_size[1:])
    infos: list[LayerInfo] = []
    for name, layout in layouts.items():
        output = torch.empty(traced.shapes[name], device="meta")
        _, channels, height, width = to_map(output, layout, input_size[1:]).shape
        field, stride = fields[name]
        stride = stride or round(math.sqrt(input_size[1] * input_size[2] / (height * width)))
        infos.append(LayerInfo(len(infos) + 1, name, channels, stride, field))
    return infos


def find_largest_field(
    module: nn.Module, input_size: tuple[int, int, int], names: Sequence[str]
) -> int | None:
    """Return the largest receptive field, in pixels a side, of modules of a network with weights.

    None where it is the whole picture.
    """
    outline = copy_to_meta(module).float()
    for part in outline.modules():
        part._forward_hooks.clear()  # of the pass that this is asked in
    layouts = find_layouts(outline, trace(outline, input_size))
    fields = measure_fields(outline, {name: layouts[name] for name in names}, input_size[1:])
    found = [field for field, _ in fields.values() if field is not None]
    return max(found) if len(found) == len(fields) else None


def measure_fields(
    module: nn.Module, layouts: Mapping[str, Layout], native: tuple[int, int]
) -> dict[str, tuple[int | None, int | None]]:
    """Return receptive field and stride of each layer, in pixels; None where it cannot be measured.

    module: on the meta device. native: height and width that it was made for, tried where it takes
    no other. The field is None where it is the whole picture.
    """
    fields: dict[str, tuple[int | None, int | None]] = dict.fromkeys(layouts, (None, None))
    stride = get_stride(module)
    for width in WIDTHS:
        missing = {name: layout for name, layout in layouts.items() if fields[name][0] is None}
        sizes = [(_round_up(height, stride), _round_up(width, stride)) for height in HEIGHTS]
        for size in (*sizes, native):
            gap = 1 if size == native else GAP
            first = (size[1] - gap * (stride - 1)) // 2
            columns = [first + gap * number for number in range(stride)]
            try:
                found = probe(module, missing, size, columns)
            except REFUSALS:
                continue
            fields |= {
                name: _measure(hits, columns, _find_step(size[1], hits.shape[1], stride))
                for name, hits in found.items()
            }
            break
        if size == native or all(field is not None for field, _ in fields.values()):
            break
    return fields


def _round_up(length: int, multiple: int) -> int:
    return math.ceil(length / multiple) * multiple


def _find_step(width: int, places: int, stride: int) -> int:
    """Return the pixels from one place of a map to the next; they divide the coarsest stride."""
    if width % places == 0:
        return width // places
    # Without padding there are fewer places than pixels would say, with it at most one more.
    largest = 1.1 * width / places
    return max(step for step in range(1, stride + 1) if stride % step == 0 and step <= largest)


def _measure(hits: Tensor, columns: Sequence[int], step: int) -> tuple[int | None, int | None]:
    """Return field and stride of a layer from its places (columns, W') that depend on each column.

    A column at c is in the field of a place at p if c - p is between two bounds, which are the same
    for all places: the field is what lies between them. None if the border is in the field.
    """
    if hits[:, 0].any() or hits[:, -1].any() or not hits.any():
        return None, None
    offsets = torch.tensor(columns)[:, None] - step * torch.arange(hits.shape[1])
    inside = offsets[hits]
    return int(inside.max() - inside.min()) + 1, step
