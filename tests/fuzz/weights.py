"""A small network with good weights."""

from __future__ import annotations

from functools import cache
from typing import Any

ARCHITECTURE = "test_resnet"  # timm's own for tests: 0.5 million parameters


@cache
def good() -> dict[str, Any]:
    from dreamgen.backbones.sources.architecture import build

    return dict(build(ARCHITECTURE).state_dict())


@cache
def good_bytes() -> dict[str, tuple[list[int], bytes]]:
    tensors = {name: tensor for name, tensor in good().items() if tensor.is_floating_point()}
    return {
        name: (list(tensor.shape), tensor.numpy().tobytes()) for name, tensor in tensors.items()
    }
