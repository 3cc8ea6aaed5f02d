"""JPEG: small, for photographs; what is transparent becomes white paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from dreamgen.outputs.stills.still import Dpi, Still, density

if TYPE_CHECKING:
    from PIL import Image

LEAST_ROOM = 65_536  # bytes that Pillow's encoder has for a small picture (ImageFile.MAXBLOCK)


class Jpeg(Still):
    """A JPEG file."""

    suffixes: ClassVar[tuple[str, ...]] = (".jpg", ".jpeg")
    format: ClassVar[str] = "JPEG"
    keeps_alpha: ClassVar[bool] = False
    longest_side: ClassVar[int] = 65_500

    quality: int = Field(92, ge=1, le=100, description="from 1, tiny, to 100, nearly lossless")
    colour: Literal["4:4:4", "4:2:2", "4:2:0"] = Field(
        "4:4:4", description="how finely colour is kept; dreams are fine in colour"
    )
    progressive: bool = Field(True, description="show coarsely first while loading")
    dpi: int | None = Dpi

    def options(self) -> dict[str, Any]:
        return {
            "quality": self.quality,
            "subsampling": self.colour,
            "progressive": self.progressive,
            "optimize": self.progressive,
            **density(self.dpi),
        }

    def encode(self, image: Image.Image, recipe: str) -> bytes:
        """Return the file; in sequence where a progressive one is more than Pillow has room for.

        A progressive file leaves Pillow's encoder in one piece, and the room for it, a byte or two
        a pixel, is too little for a grainy dream at high quality. The pixels are the same.
        """
        if not self.progressive:
            return super().encode(image, recipe)
        in_sequence = self.model_copy(update={"progressive": False}).encode(image, recipe)
        pixels = image.width * image.height
        room = max(LEAST_ROOM, pixels * (2 if self.quality >= 95 else 1))
        return super().encode(image, recipe) if len(in_sequence) < 0.9 * room else in_sequence
