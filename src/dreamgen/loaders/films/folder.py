"""A folder of pictures as a film, in the order of the numbers in their names."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.imaging.bands import Bands
from dreamgen.loaders.base import Source
from dreamgen.loaders.exr.decoding import is_exr
from dreamgen.loaders.exr.isolated import decode_isolated
from dreamgen.loaders.films.reel import USUAL_RATE, Reel, Shown
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.raster.decoding import open_image, prepare
from dreamgen.loaders.raster.formats import find_format
from dreamgen.loaders.sizing import check_pixels
from dreamgen.recipe.numbering import read_numbering
from dreamgen.recipe.values import Size

_HEAD = 64
_LOOKED_AT = 5
"""Frames of an EXR sequence that tell whether it has a high dynamic range."""


class Folder(Reel):
    """The pictures of a folder, each shown for as long. Raise BadInput if there are none."""

    def __init__(self, path: Path, rate: float | None = None):
        self._path = path
        pattern = None if path.is_dir() else read_numbering(path)
        listed = path.iterdir() if pattern is None else (each for _, each in pattern.files())
        found = sorted(listed, key=_by_numbers)
        self._pictures = [each for each in found if _is_picture(each)]
        if not self._pictures:
            raise BadInput(f"{path} holds no pictures that dreamgen reads")
        self.rate = rate or USUAL_RATE
        self.seconds = len(self._pictures) / self.rate
        if self._has_highlights():
            self.range_name = "EXR"
        self.size = self._read(self._pictures[0]).size

    def play(self, start: float = 0.0) -> Iterator[Shown]:
        first = int(start * self.rate + 1e-6)
        for number, path in enumerate(self._pictures[first:], first):
            try:
                image = self._read(path)
            except BadInput as problem:
                text = f"{problem}; the frame before it stays in its place"
                warnings.warn(text, InputWarning, stacklevel=2)
                continue
            yield Shown(number / self.rate, image)

    def _read(self, path: Path) -> Image.Image:
        """Return a frame. Raise BadInput for one that is damaged."""
        data = path.read_bytes()
        if is_exr(data):
            return _to_image(_decode_exr(path, data, self.range_name is not None)[0])
        return _to_image(self._decode(path, data))

    def _decode(self, path: Path, data: bytes) -> Bands:
        try:
            image = open_image(data, find_format(data) or "")
            check_pixels(*image.size, str(path))
            # What is said of its colours is said of all frames alike, once.
            return prepare(image, Size(max(image.size)), str(self._path), data)[0]
        except BadInput:
            raise
        except Exception:  # Pillow's decoders raise many types of error
            raise BadInput(f"{path} cannot be decoded: it is damaged, cut short or empty") from None

    def _has_highlights(self) -> bool:
        """Say whether some of a few frames are brighter than white: all are then made darker alike."""
        step = max(1, len(self._pictures) // _LOOKED_AT)
        few = (path for path in self._pictures[::step] if is_exr(_read_head(path)))
        return any(_decode_exr(path, path.read_bytes())[1] for path in few)


def _decode_exr(path: Path, data: bytes, compress: bool | None = None) -> tuple[Bands, bool]:
    """Return a frame, and whether something was found in it that is brighter than white."""
    losses = Losses(str(path))
    bands, _ = decode_isolated(Source(data, str(path)), None, losses, compress)
    return bands, not losses.are_none


def _to_image(bands: Bands) -> Image.Image:
    """Return bands as an image of 8 bits, RGB or RGBA."""
    planes = [_round(band) if band.mode == "F" else band for band in bands.colours]
    colours = Image.merge("RGB", planes * 3 if len(planes) == 1 else planes)
    if bands.alpha is not None:
        colours.putalpha(_round(bands.alpha) if bands.alpha.mode == "F" else bands.alpha)
    return colours


def _round(band: Image.Image) -> Image.Image:
    return Image.fromarray(np.round(np.asarray(band) * 255).astype(np.uint8))


def holds_frames(path: Path) -> bool:
    """Say whether a folder is a film: whether there is a picture in it."""
    return any(map(_is_picture, path.iterdir()))


def _by_numbers(path: Path) -> list[tuple[int, str]]:
    """Sort frame-9 before frame-10."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _is_picture(path: Path) -> bool:
    if not path.is_file() or path.name.startswith("."):
        return False
    head = _read_head(path)
    return find_format(head) is not None or is_exr(head)


def _read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)
