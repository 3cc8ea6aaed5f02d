"""From an OpenEXR file to bands in sRGB."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.imaging.bands import Bands
from dreamgen.loaders.raster.coded_colours import BT709, CodedColours
from dreamgen.loaders.sizing import check_pixels

NEEDED = 'reading EXR needs OpenEXR: pip install "dreamgen[exr]"'
EXR_START = b"\x76\x2f\x31\x01"
_LINEAR = 8  # H.273's code
Window = tuple[int, int, int, int]


def is_exr(data: bytes) -> bool:
    """Say whether some bytes begin as an OpenEXR file does."""
    return data.startswith(EXR_START)


class ExrFile:
    """An OpenEXR file: its first part, as far as it is shown. Raise BadInput for one that is damaged.

    name: what messages call it. size: width and height of the window that is shown, in pixels.
    """

    def __init__(self, path: Path, name: str):
        self.name = name
        self._path = path
        header = self._open("header", header_only=True)
        self._data, self._shown = (
            _read_window(header[f"{key}Window"]) for key in ("data", "display")
        )
        for left, top, right, bottom in (self._data, self._shown):
            check_pixels(right - left, bottom - top, name)
        left, top, right, bottom = self._shown
        self.size = right - left, bottom - top
        self._primaries = _read_primaries(header)

    def read(self) -> np.ndarray:
        """Return linear light, float32 (1, 2, 3 or 4, H, W): grey or RGB, and straight alpha."""
        channels = self._open("channels", separate_channels=True)
        names = _choose_channels(channels)
        if names is None:
            known = ", ".join(channels) or "none"
            raise BadInput(f"{self.name} holds no colours: its channels are {known}")
        planes = np.stack([self._place(channels[name].pixels) for name in names])
        planes = np.nan_to_num(planes, nan=0.0, posinf=65504.0, neginf=0.0).clip(0, None)
        if len(planes) % 2 == 0:
            alpha = planes[-1:] = planes[-1:].clip(0, 1)
            np.divide(planes[:-1], alpha, out=planes[:-1], where=alpha > 0)
        return planes

    def to_bands(self, light: np.ndarray, compress: bool) -> Bands:
        """Return what :meth:`read` gives in sRGB; what is brighter than white is clipped, or
        ``compress`` rolls highlights off, as it does those of HDR video."""
        colours = light if len(light) % 2 else light[:-1]
        shown = CodedColours(self._primaries, _LINEAR).to_srgb(colours, compress)
        bands = [Image.fromarray(np.ascontiguousarray(band)) for band in shown]
        return Bands(bands, Image.fromarray(light[-1]) if len(light) % 2 == 0 else None)

    def _place(self, plane: np.ndarray) -> np.ndarray:
        """Return a plane of the data window in the window that is shown: cut, or filled with zeros."""
        left, top, right, bottom = self._data
        if plane.shape != (bottom - top, right - left):
            raise BadInput(
                f"{self.name} holds channels of different sizes, which dreamgen cannot read"
            )
        if self._data == self._shown:
            return plane.astype(np.float32)
        x, y, *_ = self._shown
        placed = np.zeros(self.size[::-1], np.float32)
        rows = slice(max(top - y, 0), max(min(bottom - y, self.size[1]), 0))
        columns = slice(max(left - x, 0), max(min(right - x, self.size[0]), 0))
        inside = placed[rows, columns]
        down, across = max(y - top, 0), max(x - left, 0)
        inside[:] = plane[down : down + inside.shape[0], across : across + inside.shape[1]]
        return placed

    def _open(self, part: str, **how: bool) -> Any:
        """Return the header or the channels."""
        try:
            import OpenEXR
        except ImportError:
            raise BadInput(NEEDED) from None
        try:
            return getattr(OpenEXR.File(str(self._path), **how), part)()
        except Exception:  # RuntimeError mostly, which tells no more than that
            raise BadInput(f"{self.name} cannot be decoded: it is damaged or cut short") from None


def decode_exr(path: Path, name: str, compress: bool | None) -> tuple[Bands, bool]:
    """Return a file's bands, and whether anything is brighter than white.

    ``compress`` as for :meth:`ExrFile.to_bands`; None: if anything is.
    """
    file = ExrFile(path, name)
    light = file.read()
    is_bright = has_highlights(light)
    return file.to_bands(light, is_bright if compress is None else compress), is_bright


def has_highlights(light: np.ndarray) -> bool:
    """Say whether light, as :meth:`ExrFile.read` gives it, is brighter than white somewhere."""
    colours = light if len(light) % 2 else light[:-1]
    return bool(colours.max() > 1.001)  # half floats round


def describe_range(name: str) -> str:
    """Return the sentence that says that highlights were rolled off."""
    return f"{name} has a high dynamic range (EXR); it is compressed to sRGB"


def _choose_channels(channels: Mapping[str, Any]) -> list[str] | None:
    """Return the names of colours and opacity: of the plain channels, or else of the first layer."""
    layers = dict.fromkeys(["", *(name.rpartition(".")[0] for name in channels)])
    for layer in layers:
        prefix = f"{layer}." if layer else ""
        for colours in ("RGB", "Y"):
            names = [prefix + letter for letter in colours]
            if all(name in channels for name in names):
                return names + [f"{prefix}A"] * (f"{prefix}A" in channels)
    return None


def _read_window(window: Any) -> Window:
    """Return left, top, right and bottom, the last two exclusive."""
    (left, top), (right, bottom) = window
    return int(left), int(top), int(right) + 1, int(bottom) + 1


def _read_primaries(header: Mapping[str, Any]) -> tuple[float, ...]:
    """Return x and y of white, red, green and blue; BT.709's where nothing is said."""
    given = header.get("chromaticities")
    if given is None or len(given) != 8:
        return BT709
    values = tuple(float(value) for value in given)
    return (*values[6:], *values[:6])
