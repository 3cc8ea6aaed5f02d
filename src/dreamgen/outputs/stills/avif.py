"""AVIF: the smallest, with transparency; where Pillow was built with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.errors import BadInput
from dreamgen.outputs.stills.still import Still

if TYPE_CHECKING:
    from PIL import Image


class Avif(Still):
    """An AVIF file."""

    suffixes: ClassVar[tuple[str, ...]] = (".avif",)
    format: ClassVar[str] = "AVIF"
    longest_side: ClassVar[int] = 65_535

    quality: int = Field(80, ge=0, le=100, description="from 0, tiny, to 100, nearly lossless")
    speed: int = Field(6, ge=0, le=10, description="0 slow and small, 10 fast and larger")

    def options(self) -> dict[str, Any]:
        return {"quality": self.quality, "speed": self.speed, "subsampling": "4:4:4"}

    def check(self) -> None:
        """Raise BadInput if Pillow was built without AVIF."""
        from PIL import features

        if not features.check("avif"):
            raise BadInput("this Pillow was built without AVIF; write PNG or WebP instead")

    def encode(self, image: Image.Image, recipe: str) -> bytes:
        self.check()
        return super().encode(image, recipe)
