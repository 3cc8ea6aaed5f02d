"""What is done to a finished frame."""

from __future__ import annotations

import random
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture


class Effect(Component):
    """What is done to a finished frame, as a press, paper, weather or a lens would do it.

    Where ``suits_sources`` is true, a sheet does it to the source beside its dreams as well.
    """

    suits_sources: ClassVar[bool] = False

    @abstractmethod
    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        """Return the frame changed; ``source`` is what it was dreamed from, of the same size.

        Everything random comes from ``rng``, which the recipe seeds. Words that the source
        protects must stay readable.
        """
