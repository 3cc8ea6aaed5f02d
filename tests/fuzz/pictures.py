"""Small good pictures of every format that is read, and odd metadata for them."""

from __future__ import annotations

import io
from functools import cache
from random import Random

import odd
from PIL import Image, ImageCms

MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("RGB", "RGBA"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "CMYK", "LAB", "YCbCr", "I;16", "I", "F"),
    "GIF": ("1", "L", "P"),
    "BMP": ("1", "L", "P", "RGB", "RGBA"),
    "AVIF": ("RGB", "RGBA"),
}
_TIFF_WAYS = ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits")
SIDES = (0, 1, 2, 40, 15000, 16383, 16384, 65535, 100_000, 60_000_000, 2**31 - 1, 2**31, 2**32 - 1)
"""Sides in pixels, and other numbers, that headers may claim."""


def draw(format: str, random: Random) -> bytes:
    """Return a small good picture of a format, of any mode, now and then an animation."""
    mode = random.choice(MODES[format])
    size = random.choice(((40, 30), (17, 64), (1, 1), (64, 48), (300, 2), (3, 200)))
    image = _image(mode, size, random.randrange(4))
    options: dict = {}
    if format == "TIFF":
        options["compression"] = _choose_tiff_way(mode, random)
        options["big_tiff"] = random.random() < 0.2
    if format in ("GIF", "WEBP", "PNG", "TIFF", "AVIF") and random.random() < 0.2:
        options |= {"save_all": True, "append_images": [image] * random.randint(1, 3)}
    if format in ("PNG", "JPEG", "WEBP", "TIFF", "AVIF") and random.random() < 0.3:
        options["icc_profile"] = _profile(random.choice(("sRGB", "LAB", "XYZ")))
    if format in ("PNG", "JPEG", "WEBP", "AVIF") and random.random() < 0.3:
        options["exif"] = _exif(1)
    file = io.BytesIO()
    try:
        image.save(file, format, **options)
    except (
        OSError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        SyntaxError,
    ):  # a mode the way cannot hold
        file = io.BytesIO()
        image.convert("RGB").save(file, format)
    return file.getvalue()


def _choose_tiff_way(mode: str, random: Random) -> str:
    more = {"1": ("group4", "tiff_ccitt"), "L": ("jpeg",), "RGB": ("jpeg",), "CMYK": ("jpeg",)}
    return random.choice((*_TIFF_WAYS, *more.get(mode, ())))


@cache
def _image(mode: str, size: tuple[int, int], turn: int) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size).rotate(90 * turn)
    if mode == "I;16":
        return ramp.convert("I").point(lambda value: value * 257).convert("I;16")
    if mode == "LAB":
        return ramp.convert("RGB").convert("LAB")
    return ramp.convert("RGB").convert(mode) if mode not in ("I", "F") else ramp.convert(mode)


@cache
def _profile(space: str) -> bytes:
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()  # type: ignore[arg-type]
    return data[:24] + bytes(12) + data[36:]  # without the time at which it was made


@cache
def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def odd_profile(random: Random) -> bytes:
    data = _profile(random.choice(("sRGB", "LAB", "XYZ")))
    return odd.damage(data, random) if random.random() < 0.7 else data


def odd_exif(random: Random) -> bytes:
    data = _exif(random.choice((0, 1, 3, 6, 8, 9, 65535)))
    return odd.damage(data, random) if random.random() < 0.5 else data
