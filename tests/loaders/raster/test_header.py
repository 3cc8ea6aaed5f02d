"""Sizes from the head of a file are those that the decoder finds."""

import io

import pytest
from PIL import Image

from dreamgen.loaders.base import Source
from dreamgen.loaders.raster.decoding import decode
from dreamgen.loaders.raster.header import measure_upright
from dreamgen.loaders.raster.loader import Raster
from dreamgen.recipe.values import Size


def save(kind: str, orientation: int = 0, **options) -> bytes:
    file = io.BytesIO()
    if orientation:
        exif = Image.Exif()
        exif[0x010F] = "a camera"
        exif[0x0112] = orientation
        options["exif"] = exif
    Image.effect_noise((90, 60), 40).convert("RGB").save(file, kind, **options)
    return file.getvalue()


FILES = [
    ("PNG", {}),
    ("JPEG", {}),
    ("JPEG", {"progressive": True}),
    *[("JPEG", {"orientation": turn}) for turn in range(1, 9)],
    ("WEBP", {"lossless": True}),
    ("WEBP", {"quality": 60}),
    ("WEBP", {"quality": 60, "icc_profile": b"any"}),
]


@pytest.mark.parametrize(("kind", "options"), FILES)
@pytest.mark.parametrize("size", [None, Size(300), Size(64, 48), Size(420, 297, sheet=True)])
def test_the_size_is_the_decoders(kind, options, size):
    data = save(kind, **options)
    source = Source(data, "x")
    assert Raster().measure(source, size) == decode(data, kind, size, "x")[1]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_may_be_turned_is_left_to_the_decoder(kind):
    assert measure_upright(save(kind, orientation=6), kind) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_is_cut_short_has_no_size(kind):
    options = {"icc_profile": b"any"} if kind == "WEBP" else {}
    data = save(kind, **options)
    for length in (4, 12, 18, 23):
        assert measure_upright(data[:length], kind) is None
    assert measure_upright(data, "TIFF") is None
