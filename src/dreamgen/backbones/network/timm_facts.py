"""Facts read from the attributes of timm's modules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import nn

from dreamgen.backbones.network.activations import Layout, infer_layout
from dreamgen.backbones.network.token_order import find_token_orders
from dreamgen.backbones.network.trace import Trace


def get_config(module: nn.Module) -> Mapping:
    """Return the pretrained configuration, or an empty one."""
    return getattr(module, "pretrained_cfg", None) or {}


def get_name(module: nn.Module) -> str:
    """Return the architecture's name, or that of the class."""
    return get_config(module).get("architecture") or type(module).__name__


def get_native_size(module: nn.Module) -> tuple[int, int, int]:
    """Return channels, height and width that the network was made for.

    Networks of any size insist on whole patches: one for 384 by patches of 14 is given 378.
    """
    channels, height, width = get_config(module).get("input_size") or (3, 224, 224)
    if getattr(module, "dynamic_img_size", False):
        patch: Any = module.patch_embed
        down, across = patch.patch_size
        height, width = height // down * down, width // across * across
    return channels, height, width


def find_layouts(module: nn.Module, traced: Trace) -> dict[str, Layout]:
    """Return how each module that ran lays out its output."""
    prefix = getattr(module, "num_prefix_tokens", 0)
    last = getattr(module, "output_fmt", "NCHW") == "NHWC"
    found = {
        name: infer_layout(shape, traced.size, prefix, last)
        for name, shape in traced.shapes.items()
    }
    found |= find_token_orders(module, traced)
    layouts = {name: found[name] for name in traced.shapes}
    return {name: layout for name, layout in layouts.items() if layout is not None}


def find_stages(module: nn.Module, modules: list[str], first: str | None) -> list[str]:
    """Return the modules of timm's stages, leaving out the stem.

    modules: those that ran, in order; the stem is all that ends before ``first``, the first block.
    """
    info = getattr(module, "feature_info", None) or []
    names = [item["module"] for item in info if isinstance(item, dict) and "module" in item]
    start = modules.index(first) if first is not None else 0
    return [name for name in names if name in modules[start:]]


def get_stride(module: nn.Module) -> int:
    """Return the pixels per place at the coarsest stage: pictures should be multiples of it."""
    info = getattr(module, "feature_info", None) or []
    strides = [item.get("reduction", 1) for item in info if isinstance(item, dict)]
    return max((int(stride) for stride in strides), default=32)
