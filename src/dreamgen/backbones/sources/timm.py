"""Every network that timm knows, by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.backbones.base import Backbone, Model
from dreamgen.backbones.sources.transformers import names_transformer

if TYPE_CHECKING:
    from torch import nn

FOLDER = "local-dir:"
SOURCES = ("hf-hub:", "hf_hub:", FOLDER)


class Timm(Backbone):
    """A network of timm's, with its pretrained tag (``resnet50.a1_in1k``), or from the hub."""

    downloads: ClassVar[bool] = True

    name: str = Field(description="a timm name, with or without its pretrained tag, or hf-hub:...")

    @classmethod
    def accepts(cls, name: str) -> bool:
        """Accept everything that looks like a timm name, known or not, and the hub's addresses."""
        return name.startswith(SOURCES) or re.fullmatch(r"[\w./-]+", name) is not None

    @classmethod
    def list_names(cls, glob: str | None = None, pretrained: bool = False) -> list[str]:
        """Return timm's names; with ``pretrained`` those with weights, each with its tags."""
        import timm

        return timm.list_models(glob or "", pretrained=pretrained)

    def load(self, weights: str | None) -> Model:
        """Return the model with pretrained weights (None), "random" ones, or those of a file.

        BadInput for unknown names, networks without published weights, and files that do not fit;
        DreamError if the hub cannot give the weights now.
        """
        from dreamgen.backbones.sources import architecture
        from dreamgen.backbones.sources.initialisation import open_branches
        from dreamgen.backbones.sources.load_weights import load_weights
        from dreamgen.backbones.sources.repository import is_repository, load_repository
        from dreamgen.backbones.sources.weights import read_weights

        if weights is None and is_repository(self.name):
            module, stated = load_repository(self.name)
            return architecture.to_model(module, **stated)
        if weights is None:
            module = architecture.build_pretrained(self.name)
            return architecture.to_model(module, _get_tag(module))
        if weights == "random":
            module = self._build()
            open_branches(module)
            return architecture.to_model(module, "random")
        file = read_weights(weights)
        module = self._build()
        trained = load_weights(module, file, self.name)
        stated = file.describe(architecture.get_native_size(module)[0])
        return architecture.to_model(module, trained_classifier=trained, **stated)

    def reads(self, weights: str | None) -> list[str]:
        """Return the file of weights and, of ``local-dir:PATH``, the folder."""
        folders = [self.name.removeprefix(FOLDER)] if self.name.startswith(FOLDER) else []
        return folders + super().reads(weights)

    def is_transformer(self) -> bool:
        """Return whether the name is a vision transformer's."""
        return names_transformer(self.name)

    def outline(self) -> nn.Module:
        """Return the bare architecture on the meta device; no weights are downloaded."""
        import torch

        with torch.device("meta"):
            return self._build()

    def _build(self) -> nn.Module:
        """Return the architecture with seeded random weights: timm's own, or a repository's."""
        from dreamgen.backbones.sources.architecture import build
        from dreamgen.backbones.sources.repository import build_repository, is_repository

        return build_repository(self.name) if is_repository(self.name) else build(self.name)


def _get_tag(module: nn.Module) -> str:
    config: Any = module.pretrained_cfg
    architecture, tag = config.get("architecture") or "", config.get("tag") or ""
    return f"{architecture}.{tag}" if tag else config.get("hf_hub_id") or architecture
