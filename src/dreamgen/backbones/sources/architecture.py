"""Building timm's architectures by name, and describing them as models.

timm is imported when a network is built: it takes longer than torch, and a broken picture is
refused before.
"""

from __future__ import annotations

from contextlib import nullcontext
from mimetypes import guess_type
from typing import Any

import torch
from torch import nn

from dreamgen.backbones.base import Model
from dreamgen.backbones.network.timm_facts import get_config, get_native_size
from dreamgen.backbones.sources.hub import download_from_hub
from dreamgen.backbones.sources.initialisation import open_branches
from dreamgen.backbones.sources.seeding import OwnGenerator
from dreamgen.errors import BadInput, make_printable, nearest


def check_name(name: str) -> None:
    """Raise BadInput, with the nearest names, unless timm can build this one."""
    if ":" in name:
        if name.partition(":")[0] not in ("hf-hub", "hf_hub", "local-dir"):
            raise BadInput(
                f"'{name}' names an unknown source: use hf-hub:OWNER/NAME or local-dir:PATH"
            )
        return
    kind, _ = guess_type(name)
    if kind and kind.startswith(("image/", "video/")):
        raise BadInput(
            f"'{name}' is called like a picture or a film, which holds no weights: name a network, "
            "or a file of weights, as net.safetensors"
        )
    import timm

    architecture, _, tag = name.partition(".")
    if "/" in name:
        raise BadInput(f"'{name}' is no timm name: write hf-hub:{name} or local-dir:{name}")
    if not timm.is_model(architecture):
        raise BadInput(
            f"there is no network '{name}'{nearest(architecture, timm.list_models())}: "
            "`dreamgen backbones` lists them"
        )
    tags = [
        known.partition(".")[2] for known in timm.list_models(f"{architecture}.*", pretrained=True)
    ]
    if tag and tag not in tags:
        known = ", ".join(tags) if tags else "none"
        raise BadInput(f"{architecture} has no weights '{tag}'{nearest(tag, tags)}: it has {known}")


def build(name: str, **kwargs: Any) -> nn.Module:
    """Build an architecture with seeded random weights, always the same for a name.

    BadInput if timm knows no such name or refuses the arguments.
    """
    check_name(name)
    draws = torch.get_default_device().type != "meta"
    with OwnGenerator(seed=0) if draws else nullcontext():
        if not kwargs:
            return create(name, pretrained=False)
        try:
            return create(name, pretrained=False, **kwargs)
        except Exception as error:  # constructors check little, and fail wherever it shows
            reason = make_printable(str(error) or type(error).__name__)[:200].rstrip(".")
            raise BadInput(f"timm cannot build {name}: {reason}") from None


def build_pretrained(name: str) -> nn.Module:
    """Build a network with its pretrained weights, downloaded once and then cached.

    name: a timm name with or without a tag. BadInput if it has no published weights; DreamError if
    they cannot be had now.
    """
    import timm

    check_name(name)
    if not timm.list_models(f"{name.partition('.')[0]}.*", pretrained=True):
        raise BadInput(
            f"there are no published weights of {name}: use `--weights random` or "
            "`--backbone bestiary`"
        )
    with download_from_hub(name), OwnGenerator(seed=0):
        return create(name, pretrained=True)


def create(name: str, pretrained: bool, **kwargs: Any) -> nn.Module:
    """Build a network, letting it take pictures of any size where timm offers that.

    The constructor refuses an argument that it does not know before it does anything costly.
    """
    import timm

    options: tuple[dict[str, Any], ...] = ({"dynamic_img_size": True}, {"strict_img_size": False})
    for flexible in options:
        try:
            return timm.create_model(name, pretrained=pretrained, **flexible, **kwargs).eval()
        except TypeError:
            continue
    return timm.create_model(name, pretrained=pretrained, **kwargs).eval()


def build_random(name: str, **kwargs: Any) -> nn.Module:
    """Build an architecture whose random weights let a gradient through."""
    module = build(name, **kwargs)
    open_branches(module)
    return module


def outline(name: str, **kwargs: Any) -> nn.Module:
    """Build an architecture on torch's meta device: shapes without weights."""
    with torch.device("meta"):
        return build(name, **kwargs)


def to_model(module: nn.Module, weights: str, **more: Any) -> Model:
    """Describe a timm module by its own pretrained configuration."""
    config = get_config(module)
    size = get_native_size(module)
    described: dict[str, Any] = {
        "mean": tuple(config.get("mean") or (0.5,) * size[0]),
        "std": tuple(config.get("std") or (0.5,) * size[0]),
        "input_size": size,
    }
    return Model(module=module, weights=weights, **{**described, **more})
