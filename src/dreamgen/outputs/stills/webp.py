"""WebP: smaller than JPEG, with transparency."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from dreamgen.outputs.stills.still import Still


class Webp(Still):
    """A WebP file."""

    suffixes: ClassVar[tuple[str, ...]] = (".webp",)
    format: ClassVar[str] = "WEBP"
    longest_side: ClassVar[int] = 16_383

    quality: int = Field(90, ge=0, le=100, description="from 0, tiny, to 100, nearly lossless")
    lossless: bool = Field(False, description="keep every pixel as it was dreamed")
    effort: int = Field(4, ge=0, le=6, description="how hard to compress: 0 fast, 6 slow and small")

    def options(self) -> dict[str, Any]:
        return {"quality": self.quality, "lossless": self.lossless, "method": self.effort}
