"""Where networks come from."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from dreamgen.components.base import Component
from dreamgen.models import Model

if TYPE_CHECKING:
    from torch import nn


class Backbone(Component):
    """A source of one network."""

    @abstractmethod
    def load(self, weights: str | None) -> Model:
        """Return the model. ``weights``: None for its own, "random", or a file's path."""

    def outline(self) -> nn.Module:
        """Return the bare architecture on torch's meta device, for listing its layers."""
        raise NotImplementedError
