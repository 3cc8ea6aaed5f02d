"""Networks that describe themselves: one safetensors file with everything a dream needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from dreamgen.backbones.base import Backbone, Model
from dreamgen.backbones.sources.transformers import names_transformer
from dreamgen.errors import BadInput, DreamError, make_printable
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import read_sum
from dreamgen.recipe.values import LayerAddress

if TYPE_CHECKING:
    from torch import Tensor, nn

    from dreamgen.backbones.sources.weights import Weights

KEY = "dreamgen"
SUFFIXES = (".safetensors", ".pt", ".pth", ".ckpt")


Name = Annotated[str, Field(max_length=200)]


class Header(BaseModel):  # type: ignore[no-redef]  # of pydantic's plugin: a field "kwargs"
    """The JSON under the metadata key "dreamgen" of a self-describing checkpoint.

    Anybody may have written it: it names an architecture and plain values, and never another file.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int = Field(1, ge=1, le=1)
    architecture: str = Field(pattern=r"^[\w.]+$", max_length=200)
    classes: tuple[Name, ...] = Field((), max_length=100_000)
    synonyms: dict[Name, tuple[Name, ...]] = {}
    mean: tuple[Annotated[float, Field(ge=-1e3, le=1e3)], ...] = (0.485, 0.456, 0.406)
    std: tuple[Annotated[float, Field(ge=1e-6, le=1e3)], ...] = (0.229, 0.224, 0.225)
    kwargs: dict[str, Any] = {}
    default_objective: str = Field("layer", max_length=1000)
    default_layer: LayerAddress | None = None
    robust: bool = False

    @field_validator("default_objective")
    @classmethod
    def _check_objective(cls, text: str) -> str:
        try:
            calls = [term.call for term in read_sum(text)]
        except BadInput as problem:
            raise ValueError(str(problem)) from None
        if any(_holds_text(call) for call in calls):
            raise ValueError("parameters must be numbers")  # a text could name another file
        return text

    @model_validator(mode="after")
    def _check_lengths(self) -> Self:
        if len(self.mean) != len(self.std) or not self.mean:
            raise ValueError("mean and std must have one value for each channel")
        count = self.kwargs.get("num_classes", len(self.classes))
        if self.classes and count != len(self.classes):
            raise ValueError(f"num_classes is {count}, and {len(self.classes)} classes are named")
        return self


def _holds_text(value: object) -> bool:
    if isinstance(value, Call):
        return any(_holds_text(item) for item in (*value.args, *value.params.values()))
    if isinstance(value, list):
        return any(_holds_text(item) for item in value)
    return isinstance(value, str)


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
            module = build_random(header.architecture, **_check_arguments(header, own))
            return self._model(header, module, "random")
        file = own if weights is None else read_weights(weights)
        module = self.build(header, own)
        trained = load_weights(module, file, header.architecture)
        measured = read_statistics(file.tensors)
        return self._model(
            header,
            module,
            file.identity,
            statistics=measured,
            trained_classifier=trained,
            robust=header.robust if file is own else file.is_robust,
        )

    def build(self, header: Header, own: Weights) -> nn.Module:
        """Return the architecture that a file's header describes, for weights to be loaded into."""
        from dreamgen.backbones.sources import architecture

        return architecture.build(header.architecture, **_check_arguments(header, own))

    def reads(self, weights: str | None) -> list[str]:
        """Return the backbone's own file, whose description is always read, and the weights."""
        return [self.path, *super().reads(weights)]

    def is_robust(self, weights: str | None) -> bool:
        """Return what the file says of its own weights, or another one of itself."""
        if weights is not None:
            return super().is_robust(weights)
        header = self._peek()
        return header is not None and header.robust

    def is_transformer(self) -> bool:
        """Return whether the file's architecture is a vision transformer's."""
        header = self._peek()
        return header is not None and names_transformer(header.architecture)

    def _peek(self) -> Header | None:
        """Return the file's description; None where it has none, as is said when it is loaded."""
        from dreamgen.backbones.sources.weights import read_weights

        try:
            return read_header(read_weights(self.path))
        except DreamError:
            return None

    def outline(self) -> nn.Module:
        """Return the bare architecture on the meta device."""
        from dreamgen.backbones.sources.architecture import outline
        from dreamgen.backbones.sources.weights import read_weights

        own = read_weights(self.path)
        header = read_header(own)
        return outline(header.architecture, **_check_arguments(header, own))

    def _model(self, header: Header, module: nn.Module, weights: str, **more: Any) -> Model:
        from dreamgen.backbones.sources.architecture import to_model

        channels = (getattr(module, "pretrained_cfg", None) or {}).get("input_size", (3,))[0]
        channels = header.kwargs.get("in_chans", channels)
        if len(header.mean) not in (1, channels):
            raise BadInput(
                f"the description in '{self.path}' is wrong at mean: the network has {channels} "
                f"channels, and there are {len(header.mean)} values"
            )
        return to_model(
            module,
            weights,
            mean=header.mean,
            std=header.std,
            classes=header.classes,
            synonyms=header.synonyms,
            default_objective=header.default_objective,
            default_layer=header.default_layer,
            **more,
        )


def read_header(weights: Weights) -> Header:
    """Return what a file says of itself; BadInput if it says nothing or something unusable."""
    text = weights.metadata.get(KEY)
    if text is None:
        raise BadInput(
            f"'{weights.path}' does not say which network it is: name it with --backbone and give "
            "the file as --weights"
        )
    try:
        return Header.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        said = first["msg"].removeprefix("Value error, ")
        if first["type"] == "string_pattern_mismatch":
            said = "it must be a plain name of timm's, as resnet18"
        said = make_printable(f"{where}: {said}")[:300]
        raise BadInput(
            f"the description in '{weights.path}' is wrong at {said.rstrip('.')}"
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


def _check_arguments(header: Header, own: Weights) -> dict[str, Any]:
    """Return what the architecture is built with; BadInput if a file may not ask for it."""
    from dreamgen.backbones.sources.architecture import check_name
    from dreamgen.backbones.sources.arguments import outline_with
    from dreamgen.backbones.sources.load_weights import check_fit

    where = f"The description in '{own.path}'"
    try:
        check_name(header.architecture)
    except BadInput as problem:
        raise BadInput(f"{where} is wrong: {problem}") from None
    arguments = dict(header.kwargs)
    if header.classes:
        arguments.setdefault("num_classes", len(header.classes))
    if header.kwargs:
        module = outline_with(header.architecture, arguments, where)
        check_fit(module, own, header.architecture)
    return arguments
