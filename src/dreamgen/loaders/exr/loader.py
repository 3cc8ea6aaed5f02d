"""The loader of OpenEXR pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.loaders.base import Source
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.raster.loader import Raster
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from dreamgen.imaging.bands import Bands


class Exr(Raster):
    """OpenEXR pictures, of renderers and compositing programs, in sRGB at the size asked for.

    Light is linear, in the primaries that the file names. Where anything is brighter than white,
    highlights are rolled off, as those of HDR video are. Of several layers the plain one is read, or
    else the first. Transparency is kept, and becomes the mask.
    """

    def accepts(self, source: Source) -> bool:
        from dreamgen.loaders.exr.decoding import is_exr

        return is_exr(source.data)

    def measure(self, source: Source, size: Size | None) -> tuple[int, int] | None:
        return None

    def _decode(
        self, source: Source, size: Size | None, losses: Losses
    ) -> tuple[Bands, tuple[int, int]]:
        from dreamgen.loaders.exr.isolated import decode_isolated

        return decode_isolated(source, size, losses)
