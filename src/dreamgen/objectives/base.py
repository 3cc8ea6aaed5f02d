"""The interface of objectives, and what they know about the network."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, overload

from pydantic import Field, PrivateAttr

from dreamgen.backbones.base import Classifier, LayerAddress
from dreamgen.plugins.component import Component
from dreamgen.recipe.values import Size
from dreamgen.recipe.weights import Weight

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.tiling.window import Window
    from dreamgen.imaging.picture import Picture


def _lack_source() -> Tensor:
    raise RuntimeError("there is no source picture to look at")


@dataclass(frozen=True)
class Target:
    """What an objective knows, for one render, about one layer that it scores.

    ``statistics()`` gives the mean and standard deviation of each channel, two tensors of shape
    (channels,); for networks that ship none they are measured on first use. ``classifier()`` gives
    the network's, or raises BadInput if it has none. ``activate(picture)`` gives the layer's
    activation, (1, channels, h, w), of a picture (1, 3, H, W) in 0..1, without gradient. ``aspect``
    is the picture's width over its height. ``rng`` is seeded by the recipe, and gives the same
    numbers whichever layer it is for: see :meth:`spawn_rng`. ``source()`` gives the picture that is
    dreamed on, (1, 3, H, W) in 0..1.
    """

    layer: str
    channels: int
    aspect: float
    rng: random.Random
    statistics: Callable[[], tuple[Tensor, Tensor]]
    classifier: Callable[[], Classifier]
    activate: Callable[[Tensor], Tensor]
    source: Callable[[], Tensor] = _lack_source

    def spawn_rng(self) -> random.Random:
        """Return this layer's own random generator: for one seed, layers draw different numbers."""
        return random.Random(f"{self.rng.random()} {self.layer}")


class Activations(Sequence["Tensor"]):
    """What a score is given: one picture's maps, (1, C, h, w), in the order of ``layers()``.

    ``weights`` say for each map how much its places count, (1, 1, h, w) in 0..1, where the objective
    has a region of its own. ``source`` are the maps of the same view of the source picture, for an
    objective that ``sees_source``. ``windows`` say which part of each whole map is given, None for
    all of it. ``places`` say in a film where each place of the picture lay when its shot began, x and
    y, (1, 2, h, w) in -1..1 and a little beyond; None: where it is.
    """

    def __init__(
        self,
        maps: Sequence[Tensor],
        weights: Sequence[Tensor] | None = None,
        source: Sequence[Tensor] | None = None,
        windows: Sequence[Window] | None = None,
        places: Tensor | None = None,
    ):
        self._maps = list(maps)
        self._source = source
        self._windows = windows
        self.weights = weights
        self.places = places

    @property
    def source(self) -> Sequence[Tensor]:
        if self._source is None:
            raise RuntimeError("only an objective whose class says sees_source is shown the source")
        return self._source

    def with_maps(self, maps: Sequence[Tensor]) -> Activations:
        """Return the same with other maps."""
        return Activations(maps, self.weights, self._source, self._windows, self.places)

    def resize(self, planes: Tensor, index: int = 0) -> Tensor:
        """Return planes over the whole picture, (1, n, H, W), at the places of a map, bilinearly.

        A ``pointwise`` objective may be given a part of the map, and gets the same part of them. In a
        film they are carried to where their places are now.
        """
        import torch

        if self.places is not None:
            grid = self.places.to(planes).permute(0, 2, 3, 1)
            # Mirrored beyond the border, so that there are planes for what comes into the frame too.
            planes = torch.nn.functional.grid_sample(
                planes, grid, "bilinear", "reflection", align_corners=False
            )
        if self._windows is not None:
            return self._windows[index].resize(planes)
        size = self._maps[index].shape[2:]
        return torch.nn.functional.interpolate(planes, size, mode="bilinear")

    @overload
    def __getitem__(self, index: int) -> Tensor: ...
    @overload
    def __getitem__(self, index: slice) -> list[Tensor]: ...
    def __getitem__(self, index: int | slice) -> Tensor | list[Tensor]:
        return self._maps[index]

    def __len__(self) -> int:
        return len(self._maps)


Score = Callable[[Activations], "Tensor"]
"""One picture's activations to one number ()."""


class ReadPicture(Protocol):
    """Reads what a recipe names beside its input; raises BadInput for what cannot be read."""

    def __call__(self, name: str, size: Size) -> Picture:
        """Return the picture of a file or of ``sample:NAME``."""

    def folder(self, name: str, size: Size) -> list[Picture]:
        """Return the pictures of a folder, in the order of their names; of a file its one."""

    def data(self, name: str) -> bytes:
        """Return the bytes of a file that is no picture."""


class Objective(Component):
    """What is maximised. The engine applies the sign, the weight and the region; never do so here."""

    sees_source: ClassVar[bool] = False
    """Whether the score is given the source picture's activations too; it costs a forward pass."""
    is_balanced: ClassVar[bool] = False
    """Whether a weight of 1 makes its gradient as large as that of all other terms together."""
    holds_still: ClassVar[bool] = False
    """Whether it is highest for the source picture itself, and so changes nothing by itself."""
    pointwise: ClassVar[bool] = False
    """Whether the score is a mean over the places of one layer, to which each place's activation
    adds by itself. Posters are then scored tile by tile: no map is kept, and a step is quicker."""

    where: str | None = Field(
        None,
        kw_only=True,
        description="only here: a picture, white where it counts, or a part of a drawing, as marks",
    )
    _region: Tensor | None = PrivateAttr(None)

    @property
    def region(self) -> Tensor | None:
        """How much each place of the picture counts, (1, H, W) in 0..1; None: all alike."""
        return self._region

    def with_region(self, region: Tensor) -> Self:
        """Return the objective for one region of the picture, (1, H, W) in 0..1."""
        own = self.model_copy()
        own._region = region
        return own

    def with_pictures(self, read: ReadPicture) -> Objective:
        """Return the objective with what is read that its parameters name; most name nothing."""
        return self

    def adapt(self, classifier: Callable[[], Classifier]) -> Objective | None:
        """Return the nearest objective that a network has, for one written for another network.

        Itself where the network has it; None where it has nothing like it. ``classifier()`` is as of
        a :class:`Target`.
        """
        return self

    @abstractmethod
    def layers(self) -> Sequence[LayerAddress | None]:
        """Return the layers that are scored; None stands for the recipe's own ``layer``."""

    @abstractmethod
    def bind(self, targets: Sequence[Target]) -> Score:
        """Prepare for one render, given a target per layer; return the function to be maximised."""


Weighted = tuple[Weight, Objective]
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
        """Return one number, of shape (), for one picture's activation (1, channels, height, width)."""
        raise NotImplementedError
