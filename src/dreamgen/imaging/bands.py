"""Pictures between the decoder and the tensor: one Pillow image for each band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True)
class Bands:
    """The bands of a picture in sRGB, all of one size.

    colours: one (grey) or three, each of mode L (0..255) or F (0..1).
    alpha:   the opacity, of mode L or F; None where every pixel is opaque.
    """

    colours: list[Image.Image]
    alpha: Image.Image | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.colours[0].size

    @property
    def all(self) -> list[Image.Image]:
        """Every band, the opacity last."""
        return self.colours + ([] if self.alpha is None else [self.alpha])

    @classmethod
    def of(cls, bands: list[Image.Image]) -> Bands:
        """Put together what :attr:`all` gives: with two or four bands the last is the opacity."""
        return cls(bands) if len(bands) % 2 else cls(bands[:-1], bands[-1])
