"""A network's own classifier, applied at every place of the layer before it."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from dreamgen.backbones.base import Classifier, Model
from dreamgen.backbones.network.activations import Layout
from dreamgen.backbones.network.own_head import OwnHead
from dreamgen.errors import BadInput


def build_classifier(
    model: Model, layout: Layout, name: str, head: OwnHead | None = None
) -> Classifier:
    """Return the classifier of the layer before it; ``layout`` is that of the layer's output.

    ``head`` is what a :class:`Trace` says of a classifier outside timm's ``forward_head``.

    BadInput if the weights have none, or if the names of its classes are unknown.
    """
    labels = get_labels(model)
    if not labels:
        raise BadInput(
            f"{name} does not know what its classes are called, so it has no concepts: "
            "its layers and channels can be dreamed"
        )
    if model.weights == "random" or not model.trained_classifier:
        weights = "random weights" if model.weights == "random" else "the weights given"
        raise BadInput(
            f"{name} has no concepts with {weights}: its classifier is not among them, and an "
            "untrained one knows nothing"
        )

    def logits(activation: Tensor) -> Tensor:
        return _classify_places(model.module, layout, activation, head)

    return Classifier(labels, logits, model.robust)


def get_labels(model: Model) -> list[tuple[str, ...]]:
    """Return the names of each class, its own first: from the model, or from timm's label tables."""
    if model.classes:
        return [(name, *model.synonyms.get(name, ())) for name in model.classes]
    return _read_timm_labels(model.module)


def _read_timm_labels(module: nn.Module) -> list[tuple[str, ...]]:
    from timm.data import ImageNetInfo, infer_imagenet_subset

    subset = infer_imagenet_subset(module) if getattr(module, "num_classes", 0) else None
    if subset is None:
        return []
    info = ImageNetInfo(subset)
    described = [info.index_to_description(index) for index in range(info.num_classes())]
    return [tuple(word.strip() for word in text.split(",")) for text in described]


def _classify_places(
    module: nn.Module,
    layout: Layout,
    activation: Tensor,
    own_head: OwnHead | None,
) -> Tensor:
    """Return (B, classes, H, W) float32 of an activation (B, C, H, W).

    Each place is classified by itself, as if the whole picture looked like that place (class
    activation maps, Zhou et al. 2016, for classifiers of any form).
    """
    batch, channels, height, width = activation.shape
    dtype = next(module.parameters()).dtype
    places = activation.permute(0, 2, 3, 1).reshape(-1, channels).to(dtype)
    if own_head is not None:
        places = places.relu() if own_head.rectified else places
        found = module.get_submodule(own_head.name)(places.reshape(-1, *own_head.shape[1:]))
    else:
        head: Any = module.forward_head
        found = head(_make_uniform(places, layout))
    if isinstance(found, tuple):  # a distilled network's two heads
        found = sum(found) / len(found)
    return found.float().reshape(batch, height, width, -1).permute(0, 3, 1, 2)


def _make_uniform(places: Tensor, layout: Layout) -> Tensor:
    if layout.kind == "last":
        return places[:, None, None, :]
    if layout.kind == "tokens":
        # The class token and the average, whichever is classified, are both this place.
        return places[:, None, :].expand(-1, layout.prefix + 1, -1)
    return places[:, :, None, None]
