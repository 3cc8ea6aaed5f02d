"""Networks that describe themselves: one safetensors file with everything a dream needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dreamgen.backbones.base import Backbone, Model
from dreamgen.errors import BadInput
from dreamgen.recipe.values import LayerAddress

if TYPE_CHECKING:
    from torch import Tensor, nn

    from dreamgen.backbones.sources.weights import Weights

KEY = "dreamgen"
SUFFIXES = (".safetensors", ".pt", ".pth", ".ckpt")


class Header(BaseModel):  # type: ignore[no-redef]  # of pydantic's plugin: a field "kwargs"
    """The JSON under the metadata key "dreamgen" of a self-describing checkpoint."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int = Field(1, ge=1, le=1)
    architecture: str
    classes: tuple[str, ...] = ()
    synonyms: dict[str, tuple[str, ...]] = {}
    mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    std: tuple[float, ...] = (0.229, 0.224, 0.225)
    kwargs: dict[str, Any] = {}
    default_objective: str = "layer"
    default_layer: LayerAddress | None = None


class Checkpoint(Backbone):
    """A network from a file that says which architecture it is.

    The file is safetensors. Its metadata key "dreamgen" holds a :class:`Header` as JSON; tensors
    named ``statistics.LAYER.mean`` and ``statistics.LAYER.std`` are its layers' statistics.
    """

    path: str = Field(description="a safetensors file whose metadata describes the network")

    @classmethod
    def accepts(cls, name: str) -> bool:
        """Accept what ends like a file of weights, and is no address on a hub."""
        return name.endswith(SUFFIXES) and ":" not in name

    def load(self, weights: str | None) -> Model:
        """Return the model with the file's weights (None), "random" ones, or another file's."""
        from dreamgen.backbones.sources.architecture import build_random
        from dreamgen.backbones.sources.load_weights import load_weights
        from dreamgen.backbones.sources.weights import read_weights

        own = read_weights(self.path)
        header = read_header(own)
        if weights == "random":
            return self._model(
                header, build_random(header.architecture, **_get_kwargs(header)), "random"
            )
        file = own if weights is None else read_weights(weights)
        module = self.build(header)
        load_weights(module, file, header.architecture)
        return self._model(header, module, file.identity, read_statistics(file.tensors))

    def build(self, header: Header) -> nn.Module:
        """Return the architecture that a header describes, for weights to be loaded into."""
        from dreamgen.backbones.sources import architecture

        return architecture.build(header.architecture, **_get_kwargs(header))

    def reads(self, weights: str | None) -> list[str]:
        """Return the backbone's own file, whose description is always read, and the weights."""
        return [self.path, *super().reads(weights)]

    def outline(self) -> nn.Module:
        """Return the bare architecture on the meta device."""
        from dreamgen.backbones.sources.architecture import outline
        from dreamgen.backbones.sources.weights import read_weights

        header = read_header(read_weights(self.path))
        return outline(header.architecture, **_get_kwargs(header))

    def _model(
        self, header: Header, module: nn.Module, weights: str, measured: Mapping | None = None
    ) -> Model:
        from dreamgen.backbones.sources.architecture import to_model

        return to_model(
            module,
            weights,
            mean=header.mean,
            std=header.std,
            classes=header.classes,
            synonyms=header.synonyms,
            statistics=measured or {},
            default_objective=header.default_objective,
            default_layer=header.default_layer,
        )


def read_header(weights: Weights) -> Header:
    """Return what a file says of itself; BadInput if it says nothing or something unusable."""
    text = weights.metadata.get(KEY)
    if text is None:
        raise BadInput(
            f"'{weights.path}' does not say which network it is: name it with --backbone and give "
            "the file as --weights."
        )
    try:
        return Header.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise BadInput(
            f"The description in '{weights.path}' is wrong at {where}: {first['msg']}."
        ) from None


def read_statistics(tensors: Mapping[str, Tensor]) -> dict[str, tuple[Tensor, Tensor]]:
    """Return mean and deviation by layer, from tensors ``statistics.LAYER.mean`` and ``.std``."""
    return {
        name.removeprefix("statistics.").removesuffix(".mean"): (mean, tensors[f"{name[:-5]}.std"])
        for name, mean in tensors.items()
        if name.startswith("statistics.")
        and name.endswith(".mean")
        and f"{name[:-5]}.std" in tensors
    }


def _get_kwargs(header: Header) -> dict[str, Any]:
    kwargs = dict(header.kwargs)
    if header.classes:
        kwargs.setdefault("num_classes", len(header.classes))
    return kwargs
