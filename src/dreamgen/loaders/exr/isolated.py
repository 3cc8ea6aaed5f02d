"""Decode an OpenEXR file in a process of its own: its library prints, and has had its holes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.imaging.bands import Bands
from dreamgen.loaders.base import Source
from dreamgen.loaders.exr.decoding import NEEDED
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.raster.isolated import decode_in
from dreamgen.recipe.values import Size

_WORKER = Path(__file__).with_name("worker.py")


def decode_isolated(
    source: Source, size: Size | None, losses: Losses, compress: bool | None = None
) -> tuple[Bands, tuple[int, int]]:
    """Return a picture's bands in sRGB, and what (width, height) ``size`` means for it.

    ``compress``: highlights are rolled off; None: if there are any, which is added to ``losses``.
    """
    if importlib.util.find_spec("OpenEXR") is None:
        raise BadInput(NEEDED)
    return decode_in(_WORKER, source, size, losses, {"compress": compress}, ["OpenEXR"])
