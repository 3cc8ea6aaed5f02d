"""The bundled network: small, offline, and trained to dream."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen.backbones.base import Model
from dreamgen.backbones.sources.file import Checkpoint, Header

if TYPE_CHECKING:
    from torch import nn

    from dreamgen.backbones.sources.weights import Weights

FILE = Path(__file__).with_name("bestiary.safetensors")


class Bestiary(Checkpoint):
    """A ResNet-18d trained adversarially on drawn creatures, plants, textures and buildings.

    ``bestiary.md`` says how it was trained and how accurate it is. A plain mean square
    collapses to a single spot pattern on a robust network, so its own objective is the patchwork, and
    its own layer the one at which that looks richest.
    """

    path: str = Field(str(FILE), description="the file that ships with dreamgen")

    def load(self, weights: str | None) -> Model:
        """Return the bundled model; see :meth:`Checkpoint.load`."""
        robust = self.is_robust(weights)
        model = super().load(weights)
        return replace(model, default_objective="patchwork", default_layer=6, robust=robust)

    def is_robust(self, weights: str | None) -> bool:
        """Say that its own weights are; their file is older than the key that would say it."""
        return weights is None or super().is_robust(weights)

    @classmethod
    def accepts(cls, name: str) -> bool:
        """Accept no other name: files are a backbone of their own."""
        return False

    def reads(self, weights: str | None) -> list[str]:
        """Return the files that did not come with dreamgen."""
        return [path for path in super().reads(weights) if path != str(FILE)]

    def build(self, header: Header, own: Weights) -> nn.Module:
        """Build the architecture without timm where it is the one that ships with dreamgen."""
        from dreamgen.backbones.sources import resnet18d
        from dreamgen.backbones.sources.start_from_zeros import StartFromZeros

        if header.architecture != resnet18d.NAME or header.kwargs:
            return super().build(header, own)
        with StartFromZeros():  # random weights would be drawn only to be replaced
            return resnet18d.ResNet18d(len(header.classes)).eval()
