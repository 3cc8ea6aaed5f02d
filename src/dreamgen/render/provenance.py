"""What a picture was made by, noted beside its recipe: versions, weights, the input's hash."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from dreamgen.plugins.registry import Registry

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network


def digest(data: bytes) -> str:
    """Return the first 16 digits of the SHA-256 of an input's bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def provenance(registry: Registry, network: Network, input_digest: str | None) -> dict[str, Any]:
    """Return the table ``made`` of a finished picture."""
    import torch

    made: dict[str, Any] = {name: version(name) for name in ("dreamgen", "torch", "timm")}
    made["weights"] = network.model.weights
    if network.device.type == "cpu":
        made["threads"] = torch.get_num_threads()
    if input_digest:
        made["input_sha256"] = input_digest
    others = [plugin for plugin in registry.plugins if plugin.origin != "built in" and plugin.works]
    made["plugins"] = [f"{plugin.name} {plugin.version}".strip() for plugin in others]
    return made
