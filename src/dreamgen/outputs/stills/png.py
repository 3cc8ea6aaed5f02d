"""PNG: lossless, with transparency."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from dreamgen.outputs.stills.still import Dpi, Still, density


class Png(Still):
    """A PNG file: every pixel as it was dreamed."""

    suffixes: ClassVar[tuple[str, ...]] = (".png",)
    format: ClassVar[str] = "PNG"

    compression: int = Field(
        6, ge=0, le=9, description="how hard to compress: 0 fast and large, 9 slow and small"
    )
    dpi: int | None = Dpi

    def options(self) -> dict[str, Any]:
        return {"compress_level": self.compression, **density(self.dpi)}
