"""The layers of an architecture, with stride and receptive field, without any weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from dreamgen.backbones.network.activations import as_map
from dreamgen.backbones.network.blocks import block_names
from dreamgen.backbones.network.timm_facts import layouts_of, native_size
from dreamgen.backbones.network.trace import Trace, first_tensor, record_forward, weightless
from dreamgen.backbones.receptive_field import mixing, rules
from dreamgen.backbones.receptive_field.reach import Factor, Reach, blurred, positions, union

EVERYTHING = Reach((), (math.inf, math.inf))


@dataclass(frozen=True)
class LayerInfo:
    """One numbered layer: picture pixels per place, and per side of its receptive field.

    The receptive field is None where it is the whole picture. It is exact for convolutions and
    pools; for window attention, whose places see differently placed windows, it is a bound.
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
    input_size = input_size or native_size(module)
    size = input_size[1:]
    seen, reaches = _reached(module, input_size)
    layouts = layouts_of(module, seen)
    infos = []
    for name in block_names(module, seen):
        if name not in layouts:
            continue
        layout = layouts[name]
        shape = as_map(torch.empty(seen.shapes[name], device="meta"), layout, size).shape
        reach = reaches.get(name, EVERYTHING)
        stride = _stride(reach) or math.sqrt(size[0] * size[1] / (shape[2] * shape[3]))
        infos.append(LayerInfo(len(infos) + 1, name, shape[1], round(stride), _field(reach)))
    return infos


def field_of(
    module: nn.Module, input_size: tuple[int, int, int], names: Sequence[str]
) -> int | None:
    """Return the largest receptive field, in pixels a side, of modules of a network with weights.

    None where it is the whole picture.
    """
    outline = weightless(module).float()
    for part in outline.modules():
        part._forward_hooks.clear()  # of whoever is looking into the network meanwhile
    _, reaches = _reached(outline, input_size)
    fields = [_field(reaches.get(name, EVERYTHING)) for name in names]
    return None if None in fields else max(fields)


def _reached(module: nn.Module, input_size: tuple[int, int, int]) -> tuple[Trace, dict[str, Reach]]:
    """Return what a pass on the meta device showed, and how far each module's output reaches."""
    reaches: dict[str, Reach] = {}
    handles = [
        child.register_forward_hook(_remember(reaches, name))
        for name, child in module.named_modules()
    ]
    picture = torch.empty(1, *input_size, device="meta")
    try:
        with torch.device("meta"), _Reaching(picture):
            return record_forward(module.eval(), picture), reaches
    finally:
        for handle in handles:
            handle.remove()


def _field(reach: Reach) -> int | None:
    field = max(reach.field)
    return None if math.isinf(field) else round(field)


def _stride(reach: Reach) -> float | None:
    """Return the picture pixels between neighbouring places, if positions could be followed."""
    return min((factor.step for factor in positions(*reach.dims)), default=None)


def _remember(reaches: dict, name: str):
    def hook(module: nn.Module, inputs: tuple, output: object) -> None:
        reach = getattr(first_tensor(output), "_dreamgen_reach", None)
        if reach is not None:
            reaches.setdefault(name, reach)

    return hook


class _Reaching(TorchFunctionMode):
    """Carries a Reach on every tensor that depends on the picture, through every torch function."""

    def __init__(self, picture: Tensor):
        super().__init__()
        _, channels, height, width = picture.shape
        self._size = (height, width)
        dims = ((Factor(1),), (Factor(channels),), (Factor(height, 1, 0),), (Factor(width, 1, 1),))
        picture._dreamgen_reach = Reach(dims)

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        inputs = list(_reaches([*args, *kwargs.values()]))
        if not inputs:
            return result
        name = getattr(func, "__name__", "").strip("_")
        if name == "setitem":
            target = args[0]
            field = union(*(reach.field for _, reach in inputs))
            held = getattr(target, "_dreamgen_reach", None)
            source = held or Reach(blurred(inputs[0][1].dims, tuple(target.shape)), field)
            target._dreamgen_reach = replace(source, field=field)
        for output in result if isinstance(result, list | tuple) else [result]:
            if isinstance(output, Tensor):
                call = rules.Call(inputs, args, kwargs, output, self._size)
                output._dreamgen_reach = _applied(name, call)
        return result


def _reaches(values):
    for value in values:
        if isinstance(value, Tensor):
            if hasattr(value, "_dreamgen_reach"):
                yield value, value._dreamgen_reach
        elif isinstance(value, list | tuple):
            yield from _reaches(value)


def _applied(name: str, call: rules.Call) -> Reach:
    try:
        reach = RULES.get(name.removesuffix("_"), rules.elementwise)(call)
    except (ArithmeticError, IndexError, TypeError, ValueError, AttributeError):
        # An unforeseen way of calling: better "global" than a wrong number or no listing at all.
        return mixing.unknown(call)
    return reach if len(reach.dims) == len(call.shape) else mixing.unknown(call)


def _convolution(call: rules.Call, side: int) -> tuple[float, float]:
    weight = call.argument(1, "weight")
    stride = mixing.pair(call.argument(3, "stride", 1), side)
    dilation = mixing.pair(call.argument(5, "dilation", 1), side)
    return (weight.shape[side - 2] - 1) * dilation, stride


def _pool(call: rules.Call, side: int) -> tuple[float, float]:
    size = call.argument(1, "kernel_size")
    stride = call.argument(2, "stride")
    return mixing.pair(size, side) - 1, mixing.pair(stride if stride else size, side)


def _interpolation(call: rules.Call, side: int) -> tuple[float, float]:
    before, after = call.inputs[0][0].shape[side - 2], call.shape[side - 2]
    extent = {"nearest": 0, "bicubic": 3}.get(call.kwargs.get("mode", "nearest"), 1)
    return extent if before != after else 0, before / after


RULES = {
    **dict.fromkeys(("reshape", "view", "flatten", "unflatten", "squeeze", "unsqueeze", "view_as"),
                    rules.reshape),
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), rules.transpose),
    "permute": rules.permute,
    **dict.fromkeys(("getitem", "cat", "concat", "chunk", "split", "tensor_split", "pad", "narrow",
                     "index_select", "gather"), rules.select),
    "unbind": rules.unbind,
    "stack": rules.stack,
    **dict.fromkeys(("mean", "sum", "amax", "amin", "max", "min", "std", "var", "var_mean",
                     "softmax", "log_softmax", "norm", "logsumexp", "cumsum", "argmax"),
                    mixing.reduce),
    **dict.fromkeys(("layer_norm", "rms_norm"), mixing.last_dims),
    **dict.fromkeys(("group_norm", "instance_norm", "fft2", "rfft2", "fftn", "rfftn"),
                    mixing.everything),
    "linear": mixing.linear,
    **dict.fromkeys(("matmul", "bmm", "mm"), mixing.matmul),
    "einsum": mixing.einsum,
    "scaled_dot_product_attention": mixing.attention,
    **dict.fromkeys(("multi_head_attention_forward", "conv_transpose2d", "irfft2"), mixing.unknown),
    "unfold": mixing.unfold,
    "fold": mixing.fold,
    "conv2d": mixing.window(_convolution),
    **dict.fromkeys(("max_pool2d", "avg_pool2d", "max_pool2d_with_indices", "lp_pool2d"),
                    mixing.window(_pool)),
    **dict.fromkeys(("adaptive_avg_pool2d", "adaptive_max_pool2d"), mixing.window(mixing.adaptive)),
    **dict.fromkeys(("interpolate", "upsample"), mixing.window(_interpolation)),
}  # fmt: skip
