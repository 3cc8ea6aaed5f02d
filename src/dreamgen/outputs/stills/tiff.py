"""TIFF: lossless, for print shops and layout programs."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from dreamgen.outputs.stills.still import Still

_PILLOW_NAMES = {"deflate": "tiff_adobe_deflate", "lzw": "tiff_lzw", "none": None}


class Tiff(Still):
    """A TIFF file."""

    suffixes: ClassVar[tuple[str, ...]] = (".tif", ".tiff")
    format: ClassVar[str] = "TIFF"

    compression: Literal["deflate", "lzw", "none"] = Field(
        "deflate", description="lossless all three; old programs may need lzw or none"
    )
    dpi: int = Field(300, ge=1, le=10_000, description="dots an inch, for programs that print")

    def options(self) -> dict[str, Any]:
        return {"compression": _PILLOW_NAMES[self.compression], "dpi": (self.dpi, self.dpi)}
