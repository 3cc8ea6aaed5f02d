"""The small base classes that a plugin author subclasses.

A component is a frozen pydantic model: its fields are its parameters, its methods its behaviour.
Torch is named for type checkers only, so that validating a recipe stays cheap.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from dreamgen.models import BEFORE_CLASSIFIER as BEFORE_CLASSIFIER
from dreamgen.models import Classifier, LayerAddress, Model

if TYPE_CHECKING:
    import random

    from torch import Tensor, nn

    from dreamgen.picture import Frame, Picture


class Component(BaseModel):
    """Anything a recipe can name: frozen, and refusing parameters that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


# --- objectives -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """What an objective is told, once per render, about one layer that it looks at.

    ``statistics()`` gives the mean and standard deviation of each channel, two tensors of shape
    (channels,); for networks that ship none they are measured on first use. ``classifier()`` gives
    the network's, or raises BadInput if it has none. ``see(picture)`` gives the layer's activation,
    (1, channels, h, w), of a picture (1, 3, H, W) in 0..1, without gradient. ``aspect`` is the
    picture's width over its height. ``rng`` is seeded by the recipe.
    """

    layer: str
    channels: int
    aspect: float
    rng: random.Random
    statistics: Callable[[], tuple[Tensor, Tensor]]
    classifier: Callable[[], Classifier]
    see: Callable[[Tensor], Tensor]


Score = Callable[[Sequence["Tensor"]], "Tensor"]
"""Activations of the layers asked for, each (batch, channels, height, width), to one number."""


ReadPicture = Callable[[str, "Size"], "Picture"]
"""A file's name or ``sample:NAME``, and a size, to a picture; BadInput where there is none."""


class Objective(Component):
    """What is maximised. The engine applies the sign and the weight; never do so here."""

    def with_pictures(self, read: ReadPicture) -> Objective:
        """Return the objective with the pictures read that its parameters name; most name none."""
        return self

    @abstractmethod
    def layers(self) -> Sequence[LayerAddress | None]:
        """Return the layers looked at; None stands for the recipe's own ``layer``."""

    @abstractmethod
    def bind(self, targets: Sequence[Target]) -> Score:
        """Prepare for one render, given a target per layer; return the function to be maximised."""


Weighted = tuple[float, Objective]
"""An objective and how much it counts."""


class LayerObjective(Objective):
    """An objective over a single layer: subclass it and write ``score``, or ``bind_layer``."""

    layer: LayerAddress | None = Field(
        None, description="number, name or glob of the layer; the recipe's layer if left out"
    )

    def layers(self) -> Sequence[LayerAddress | None]:
        return [self.layer]

    def bind(self, targets: Sequence[Target]) -> Score:
        score = self.bind_layer(targets[0])
        return lambda activations: score(activations[0])

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        """Check the parameters against the layer; return the function of its activation."""
        return self.score

    def score(self, activation: Tensor) -> Tensor:
        """Return one number for an activation of shape (batch, channels, height, width)."""
        raise NotImplementedError


# --- the ascent -------------------------------------------------------------------------------


class Regulariser(Component):
    """What keeps the ascent good-looking; each of the three methods may be left as it is."""

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        """Transform the picture, (1, 3, H, W) in 0..1, before the network sees it; differentiable."""
        return picture

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        """Filter the gradient, (1, 3, H, W); ``progress`` runs from 0 to 1 within an octave."""
        return gradient

    def penalty(self, picture: Tensor) -> Tensor | None:
        """Return a number that is taken off the objective, or None."""
        return None


class Parameterisation(Component):
    """What is really optimised: a tensor, and the picture that it stands for."""

    @abstractmethod
    def encode(self, picture: Tensor) -> Tensor:
        """Return the parameters of a picture, (1, 3, H, W) in 0..1."""

    @abstractmethod
    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        """Return the picture, (1, 3, H, W) in 0..1, of parameters; differentiable."""

    def project(self, parameters: Tensor) -> Tensor:
        """Bring parameters back into their range after a step."""
        return parameters


class Optimiser(Component):
    """How a gradient becomes a step. ``start`` is called once for each octave."""

    @abstractmethod
    def start(self, parameters: Tensor, strength: float) -> Callable[[Tensor, float], Tensor]:
        """Return ``advance(gradient, progress)``, which gives what is to be added."""


# --- networks ---------------------------------------------------------------------------------


class Backbone(Component):
    """A source of one network."""

    @abstractmethod
    def load(self, weights: str | None) -> Model:
        """Return the model. ``weights``: None for its own, "random", or a file's path."""

    def outline(self) -> nn.Module:
        """Return the bare architecture on torch's meta device, for listing its layers."""
        raise NotImplementedError


# --- files ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """What a loader is handed: the bytes and, for messages only, what the user called them."""

    data: bytes
    name: str


@dataclass(frozen=True)
class Size:
    """A size in pixels: the longest side alone (height None), or width and height."""

    width: int
    height: int | None = None

    def fit(self, width: float, height: float) -> tuple[int, int]:
        """Return (width, height) in whole pixels for something of the given natural size."""
        if self.height is not None:
            return self.width, self.height
        scale = self.width / max(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale))


class Loader(Component):
    """Bytes in, picture out. ``accepts`` must be quick and import nothing heavy."""

    @abstractmethod
    def accepts(self, source: Source) -> bool:
        """Say whether these bytes are of this loader's kind, going by their content."""

    @abstractmethod
    def load(self, source: Source, size: Size | None) -> Picture:
        """Return the picture at the size asked for; raise BadInput with one clear sentence."""

    def source_of(self, value: Any) -> Source | None:
        """Return what a Python object, as a figure, is as bytes; None for what is not known."""
        return None


class Converter(Loader):
    """A loader that turns its bytes into another's: a table into a chart, a chart into SVG.

    Parameters of the recipe's that it does not have itself are the next loader's.
    """

    @abstractmethod
    def convert(self, source: Source) -> Source:
        """Return bytes that another loader reads; raise BadInput with one clear sentence."""

    def load(self, source: Source, size: Size | None) -> Picture:
        raise NotImplementedError("what a converter gives is loaded by another loader")


class Finish(Component):
    """What is done to a finished dream, as a press, paper and weather would do it."""

    @abstractmethod
    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        """Return the frame changed; ``source`` is what it was dreamed from, of the same size.

        Everything random comes from ``rng``, which the recipe seeds. Words that the source
        protects must stay readable.
        """


class Output(Component):
    """Frames in, file out. ``suffixes`` says which file names choose it.

    ``moving`` outputs write every frame, the others the last one. Where ``even`` is true, the
    format takes only frames of even width and height. One that works ``in_place`` is handed the
    final path, a folder, and puts whole files into it.
    """

    suffixes: ClassVar[tuple[str, ...]] = ()
    moving: ClassVar[bool] = False
    even: ClassVar[bool] = False
    in_place: ClassVar[bool] = False

    def check(self) -> None:
        """Raise BadInput if this machine lacks what it needs; called before anything is dreamed."""

    @abstractmethod
    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write to ``path``, which the caller moves into place, with the recipe's text embedded."""


class Motion(Component):
    """Where a camera goes: a map of the plane for each moment, in natural units per second."""

    @abstractmethod
    def matrix(self, seconds: float) -> Sequence[Sequence[float]]:
        """Return the 3x3 matrix from what the camera sees after ``seconds`` to the picture.

        In units of half the shorter side from the middle, x to the right, y down; the identity at
        0. ``seconds`` may be negative. Other motions act at the same time, on what is then seen.
        """
