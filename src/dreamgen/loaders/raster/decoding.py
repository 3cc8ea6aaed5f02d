"""From the bytes of a picture, or a Pillow image, to upright bands in sRGB.

A file is decoded in a process of its own (:mod:`isolated`): what Pillow and the libraries under it
allocate, print and warn of stays there.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings

from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.imaging.bands import Bands
from dreamgen.loaders.raster.colour_description import find_colours
from dreamgen.loaders.raster.decoded import Decoded
from dreamgen.loaders.raster.deep_colour import ask_for_low_bytes
from dreamgen.loaders.raster.formats import NAMES
from dreamgen.loaders.raster.opacity import find_transparent_colour
from dreamgen.loaders.raster.profiles import read_profile
from dreamgen.loaders.raster.shrinking import draft, find_factor, shrink
from dreamgen.loaders.sizing import check_pixels, choose_raster_size
from dreamgen.recipe.values import Size

Target = tuple[int, int]
_PLUGINS = {"PNG": "Png", "JPEG": "Jpeg", "WEBP": "WebP", "TIFF": "Tiff", "GIF": "Gif"}
_PLUGINS |= {"BMP": "Bmp", "AVIF": "Avif"}
_ORIENTATION, _PHOTOMETRIC, _WHITE_IS_ZERO = 0x0112, 262, 0
_UNSUPPORTED: tuple[str, ...] = (
    "unsupported",
    "unknown pixel mode",
    "unknown data org",
    "cannot handle",
)
_UNSUPPORTED += ("not supported", "not available", "not installed", "decoder error -2")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How each EXIF orientation is made upright (EXIF 2.3, section 4.6.4)."""


def decode(data: bytes, kind: str, size: Size | None, name: str) -> tuple[Bands, Target]:
    """Return the first frame, upright and in sRGB, and what (width, height) ``size`` means for it.

    ``kind`` is Pillow's name of the format. A picture far larger than the size asked for is shrunk
    to three times that or more.
    Raises BadInput for what is cut short, damaged, without pixels, too large or too narrow.
    """
    try:
        image = open_image(data, kind)
        return prepare(image, size, name, data)
    except Image.DecompressionBombError:
        raise BadInput(_describe_limit(kind, name)) from None
    except BadInput:
        raise
    # For a damaged file Pillow's decoders raise many types of error: OSError, SyntaxError,
    # struct.error, KeyError, ... All of them mean the same to the user.
    except Exception as error:
        raise _describe_damage(name, kind, error) from error


def open_image(data: bytes, kind: str) -> Image.Image:
    """Return a file's image, not decoded yet.

    Not by ``Image.open``, which takes a limit of pixels from a global value and warns past it.
    """
    importlib.import_module(f"PIL.{_PLUGINS[kind]}ImagePlugin")
    factory = Image.OPEN[kind][0]
    return factory(io.BytesIO(data), "")


def prepare(
    image: Image.Image, size: Size | None, name: str, data: bytes = b""
) -> tuple[Bands, Target]:
    """Do for any Pillow image, which stays as it is, what :func:`decode` does.

    ``data`` is the file, for what Pillow does not tell of it.
    """
    check_pixels(*image.size, name)
    choose_raster_size(image.size, size, name)  # it may refuse
    clear = find_transparent_colour(image)
    orientation = _find_orientation(image)  # which decodes a PNG
    swaps = orientation in (5, 6, 7, 8)
    target = choose_raster_size(image.size[::-1] if swaps else image.size, size, name)
    lying = target[::-1] if swaps else target
    decoded = _load(image, data, clear, lying, name)
    bands = shrink(decoded, find_factor(decoded, lying))
    turn = _TURNS.get(orientation)
    if turn is not None:
        bands = Bands.of([band.transpose(turn) for band in bands.all])
    return bands, target


def _find_orientation(image: Image.Image) -> int:
    if image.format == "TIFF":  # which Pillow turns upright itself
        return 1
    # Broken EXIF data says nothing about the pixels, which are fine: take them as they lie.
    with contextlib.suppress(Exception):
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _load(
    image: Image.Image,
    data: bytes,
    clear: tuple[int, ...] | None,
    target: Target,
    name: str,
) -> Decoded:
    low, order = _open_low_bytes(data, image.format)
    colours = find_colours(image, data)
    if colours is not None and colours.range_name:
        text = f"{name} has a high dynamic range ({colours.range_name}); it is compressed to sRGB"
        warnings.warn(text, InputWarning, stacklevel=2)
    if image.format in ("JPEG", "MPO"):
        draft(image, target)
    photometric = getattr(image, "tag_v2", {}).get(_PHOTOMETRIC)
    inverted = image.mode.startswith(("I", "F")) and photometric == _WHITE_IS_ZERO
    profile = None if colours is not None else read_profile(image)
    image.load()
    return Decoded(image, low, order, profile, colours, clear, inverted)


def _open_low_bytes(data: bytes, kind: str | None) -> tuple[Image.Image | None, list[int]]:
    """Return a second image of the file with the low bytes of 16-bit colour, and their order."""
    if kind not in ("PNG", "TIFF") or not data:
        return None, []
    low = open_image(data, kind)
    order = ask_for_low_bytes(low)
    if order is None:
        return None, []
    low.load()
    return low, order


def _describe_limit(kind: str, name: str) -> str:
    return f"{name} has more pixels than dreamgen decodes of a {NAMES[kind]}; make it smaller first"


def _describe_damage(name: str, kind: str, error: Exception) -> BadInput:
    if isinstance(error, MemoryError):
        return BadInput(f"{name} takes too much memory to decode; make it smaller first")
    reason = " ".join(str(error).split())[:100]
    if any(words in reason.lower() for words in _UNSUPPORTED):
        return BadInput(
            f"{name} is a {NAMES[kind]} of a kind that dreamgen does not read ({reason});"
            " save it as PNG first"
        )
    return BadInput(f"{name} cannot be decoded: it is damaged, cut short or empty")
