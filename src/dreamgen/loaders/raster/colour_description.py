"""What a file says its colours are, apart from an ICC profile."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image

from dreamgen.loaders.raster.coded_colours import (
    BT709,
    PRIMARIES,
    CodedColours,
    conversion_matrix,
)
from dreamgen.recipe.embedding.containers import walk_png
from dreamgen.recipe.embedding.iso_boxes import find_box, walk_boxes

_NEAR_SRGB = 0.05
"""libpng's tolerance: many old programs wrote a gamma of 1/2.2 and meant sRGB."""


def find_colours(image: Image.Image, data: bytes) -> CodedColours | None:
    """Return what is to be converted by numbers; None for sRGB, and where a profile says it.

    PNG: cICP goes before a profile, a profile before sRGB, and that before gAMA and cHRM. AVIF: a
    high dynamic range goes before a profile, which can hardly describe one.
    """
    has_profile = bool(image.info.get("icc_profile"))
    if image.format == "PNG":
        colours = _find_cicp(data)
        if colours is None and not has_profile and "srgb" not in image.info:
            colours = _read_gamma(image)
    elif image.format == "AVIF":
        colours = _find_nclx(data)
        if colours and has_profile and not colours.range_name:
            return None
    else:
        return None
    return None if colours is None or colours.is_srgb else colours


def _find_cicp(data: bytes) -> CodedColours | None:
    file = io.BytesIO(data)
    for chunk in walk_png(file):
        if chunk.kind == b"IDAT":
            break
        if chunk.kind == b"cICP" and chunk.length == 4:
            primaries, transfer, _, full = chunk.read(file, 4)
            return CodedColours(PRIMARIES.get(primaries, BT709), transfer, narrow=full == 0)
    return None


def _find_nclx(data: bytes) -> CodedColours | None:
    """Return what the first ``colr`` box of a HEIF file says (ISO/IEC 23008-12, 14496-12)."""
    file = io.BytesIO(data)
    properties = find_box(file, b"meta", b"iprp", b"ipco")
    if properties is None:
        return None
    end = properties.start + properties.length
    for box in walk_boxes(file, properties.start, end):
        body = box.read(file, 64) if box.kind == b"colr" else b""
        if body[:4] == b"nclx" and len(body) >= 10:
            primaries, transfer = (int.from_bytes(body[at : at + 2], "big") for at in (4, 6))
            # The decoder has widened a narrow range already.
            return CodedColours(PRIMARIES.get(primaries, BT709), transfer)
    return None


def _read_gamma(image: Image.Image) -> CodedColours | None:
    """Return what gAMA and cHRM say; nonsense is passed over."""
    gamma, chromaticities = image.info.get("gamma"), image.info.get("chromaticity")
    power = None
    if gamma and 0.01 <= gamma <= 100 and abs(gamma * 2.2 - 1) >= _NEAR_SRGB:
        power = 1 / gamma
    primaries = chromaticities if chromaticities and _are_usable(chromaticities) else BT709
    return CodedColours(primaries, gamma=power)


def _are_usable(chromaticities: tuple[float, ...]) -> bool:
    if not all(0 < value < 1 for value in chromaticities):
        return False
    try:
        matrix = conversion_matrix(chromaticities)
    except np.linalg.LinAlgError:
        return False
    return math.isfinite(float(matrix.sum())) and float(abs(matrix).max()) < 100
