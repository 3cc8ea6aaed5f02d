"""Every network that timm knows, by name."""

from __future__ import annotations

from pydantic import Field
from torch import nn

from dreamgen.backbones.base import Backbone, Model
from dreamgen.backbones.sources.architecture import (
    as_model,
    build,
    build_pretrained,
    build_random,
    outline,
)
from dreamgen.backbones.sources.load_weights import load_weights
from dreamgen.backbones.sources.weights import read_weights


class Timm(Backbone):
    """A network of timm's, with its pretrained tag (``resnet50.a1_in1k``), or from the hub."""

    name: str = Field(description="a timm name, with or without its pretrained tag, or hf-hub:...")

    def load(self, weights: str | None) -> Model:
        """Return the model with pretrained weights (None), "random" ones, or those of a file.

        BadInput for unknown names, networks that nobody trained, and files that do not fit;
        DreamError if the hub cannot give the weights now.
        """
        if weights is None:
            module = build_pretrained(self.name)
            return as_model(module, _tag(module))
        if weights == "random":
            return as_model(build_random(self.name), "random")
        read = read_weights(weights)
        module = build(self.name)
        load_weights(module, read, self.name)
        return as_model(module, read.identity)

    def outline(self) -> nn.Module:
        """Return the bare architecture on the meta device; no weights are downloaded."""
        return outline(self.name)


def _tag(module: nn.Module) -> str:
    config = module.pretrained_cfg
    architecture, tag = config.get("architecture") or "", config.get("tag") or ""
    return f"{architecture}.{tag}" if tag else config.get("hf_hub_id") or architecture
