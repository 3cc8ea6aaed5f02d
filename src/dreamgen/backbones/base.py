"""What a backbone is: a source of networks, and the model that it loads."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from dreamgen.plugins.component import Component
from dreamgen.recipe.values import LayerAddress

if TYPE_CHECKING:
    from torch import Tensor, nn

BEFORE_CLASSIFIER = "features"
"""The address of the layer whose output a network's classifier is given."""


@dataclass(frozen=True)
class Classifier:
    """The classes of a network.

    ``labels`` are the names of each class, its own first. ``logits`` turns an activation of the
    layer ``BEFORE_CLASSIFIER``, (B, C, H, W), into (B, classes, H, W): the logits at each place.
    """

    labels: Sequence[tuple[str, ...]]
    logits: Callable[[Tensor], Tensor]
    robust: bool = False
    """As of the :class:`Model`."""


@dataclass(frozen=True)
class Model:
    """A network as a backbone hands it over, weights loaded, on the CPU in float32.

    ``mean`` and ``std`` are the normalisation that it was trained with, for values in 0..1.
    ``classes`` are the names of its classes, ``synonyms`` other words for some of them.
    ``statistics`` maps a layer's name to the mean and deviation of its channels, where known.
    ``trained_classifier`` is False where the weights lack the classifier's: it knows no classes.
    ``robust`` says that it was trained against attacks within a radius: its gradient is then coarse
    and shaped like things (Engstrom et al. 2019), and wants little regularisation.
    ``weights`` identifies the weights (a tag or a hash) in the recipe of a finished picture.
    """

    module: nn.Module
    weights: str
    mean: tuple[float, ...]
    std: tuple[float, ...]
    input_size: tuple[int, int, int] = (3, 224, 224)
    classes: tuple[str, ...] = ()
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    statistics: Mapping[str, tuple[Tensor, Tensor]] = field(default_factory=dict)
    default_objective: str = "layer"
    default_layer: LayerAddress | None = None
    trained_classifier: bool = True
    robust: bool = False


class Backbone(Component):
    """A source of networks. Importing its module must be quick: no torch, no timm.

    Its first field is the network's name or file, where it has one: a plain name that a backbone
    accepts becomes ``backbone(name)``.
    """

    downloads: ClassVar[bool] = False
    """Whether ``load(None)`` may download weights."""

    @classmethod
    def accepts(cls, name: str) -> bool:
        """Return whether a plain name or path, without brackets, is one of its networks."""
        return False

    @classmethod
    def list_names(cls, glob: str | None = None, pretrained: bool = False) -> list[str]:
        """Return the names of its networks that match the glob; empty where it has no list.

        ``pretrained``: those alone that have weights to download.
        """
        return []

    @abstractmethod
    def load(self, weights: str | None) -> Model:
        """Return the model. ``weights``: None for its own, "random", or a file's path.

        Raises BadInput for an unknown name and for weights that do not fit, DreamError for weights
        that cannot be had now.
        """

    def reads(self, weights: str | None) -> list[str]:
        """Return the files and folders that ``load(weights)`` would read; not what it ships with."""
        return [] if weights in (None, "random") else [str(weights)]

    def is_robust(self, weights: str | None) -> bool:
        """Return whether ``load(weights)`` gives a robust model, as far as is known before."""
        if weights in (None, "random"):
            return False
        from dreamgen.backbones.sources.weights import are_robust

        return are_robust(str(weights))

    def is_transformer(self) -> bool:
        """Return whether it is a vision transformer, as far as is known before it is loaded."""
        return False

    def outline(self) -> nn.Module:
        """Return the bare architecture on torch's meta device, for listing its layers."""
        raise NotImplementedError
