"""From the bytes of a picture to an upright Pillow image, or one sentence why not."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Source
from dreamgen.loaders.raster.colour_profiles import to_srgb
from dreamgen.loaders.raster.formats import RASTER
from dreamgen.loaders.sizing import MOST_PIXELS, check_pixels


def decode(source: Source) -> Image.Image:
    """Return the first frame, upright and in sRGB, of mode RGB, RGBA or F (greyscale in 0..1).

    Raises BadInput for what is cut short, damaged, without pixels or too large.
    """
    with _quiet_pillow():
        try:
            image = Image.open(io.BytesIO(source.data), formats=RASTER)
        except Image.DecompressionBombError:
            megapixels = MOST_PIXELS // 10**6
            raise BadInput(
                f"{source.name} has more than the {megapixels} megapixels that dreamgen reads;"
                " make it smaller first"
            ) from None
        # For a damaged file Pillow's decoders raise many types of error: OSError, SyntaxError,
        # struct.error, KeyError, ... All of them mean the same to the user.
        except Exception as error:
            raise _describe_damage(source.name, error) from error
        return prepare_image(image, source.name)


def prepare_image(image: Image.Image, name: str) -> Image.Image:
    """Return any Pillow image as :func:`decode` does; its size is checked before it is decoded."""
    check_pixels(*image.size, name)
    with _quiet_pillow():
        try:
            image.load()
            return to_srgb(_turn_upright(image))
        except Exception as error:
            raise _describe_damage(name, error) from error


@contextlib.contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Let dreamgen's own limit of pixels stand in for Pillow's, and silence its warnings."""
    limit = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _turn_upright(image: Image.Image) -> Image.Image:
    # Broken EXIF data says nothing about the pixels, which are fine: take them as they lie.
    with contextlib.suppress(Exception):
        ImageOps.exif_transpose(
            image, in_place=True
        )  # without, a huge picture is copied for nothing
    return image


def _describe_damage(name: str, error: Exception) -> BadInput:
    if isinstance(error, MemoryError):
        return BadInput(f"{name} is too large to be decoded in the memory there is")
    return BadInput(f"{name} cannot be decoded: it is damaged, cut short or empty")
