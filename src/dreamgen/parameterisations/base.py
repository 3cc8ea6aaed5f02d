"""What is really optimised."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.objectives.base import ReadPicture


class Parameterisation(Component):
    """What is really optimised: a tensor, and the pictures that it stands for.

    Pictures come in batches; the parameters' first dimension is the batch as well. Treat each
    picture of it by itself.

    pixelwise: the parameters are (B, C, H, W), and each pixel's stand for that pixel alone. Pictures
    too large for memory are then worked through by strips; otherwise they are refused.
    """

    pixelwise: ClassVar[bool] = False

    lossless: ClassVar[bool] = True
    """Whether ``decode`` gives back what was encoded. False: it begins with a picture of its own,
    as near as it can come."""

    wraps: ClassVar[bool] = True
    """Whether places at opposite borders can join as smoothly as any neighbours."""

    def with_pictures(self, read: ReadPicture) -> Parameterisation:
        """Return it with the pictures read that its parameters name; most name none."""
        return self

    @abstractmethod
    def encode(self, picture: Tensor) -> Tensor:
        """Return the parameters, (B, ...), of pictures, (B, 3, H, W) in 0..1."""

    @abstractmethod
    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        """Return the pictures, (B, 3, H, W) in 0..1, of parameters; differentiable."""

    def project(self, parameters: Tensor) -> Tensor:
        """Bring parameters back into their range after a step."""
        return parameters
