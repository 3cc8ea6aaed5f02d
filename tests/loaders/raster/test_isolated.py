"""Pictures decoded as the program does it, in a process of their own."""

from __future__ import annotations

import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Source
from dreamgen.loaders.raster.loader import Raster
from dreamgen.recipe.values import Size


def load(data: bytes, size: Size | None = None):
    return Raster().load(Source(data, "photo.png"), size)


def test_the_host_keeps_its_state_and_hears_nothing(encoded, capfd):
    """libtiff and Pillow complain about such a file, on standard error and by warnings."""
    data = bytearray(encoded(Image.fromarray(np.eye(20, dtype=np.uint8)), "TIFF"))
    entries = int.from_bytes(data[4:8], "little")
    data[entries + 2 : entries + 4] = b"\xee\xee"  # a tag of no meaning in place of the width
    limit, filters = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(BadInput, match=r"^photo\.png "):
            load(bytes(data))
        assert load(encoded(Image.new("P", (20, 20)), transparency=b"\x80")).alpha is not None
    assert (Image.MAX_IMAGE_PIXELS, list(warnings.filters), caught) == (limit, filters, [])
    assert capfd.readouterr().err == ""


def test_alpha_and_deep_bands_survive_the_way(encoded):
    values = np.random.default_rng(1).integers(0, 256, (20, 30, 4), np.uint8)
    picture = load(encoded(Image.fromarray(values)))
    assert np.allclose(picture.alpha[0], values[..., 3] / 255)
    deep = np.random.default_rng(1).integers(0, 65536, (20, 30), np.uint16)
    assert np.allclose(load(encoded(Image.fromarray(deep))).pixels[0], deep / 65535, atol=1e-6)


def blank_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_a_line_of_many_megapixels_is_refused_undecoded():
    with pytest.raises(BadInput, match="too narrow"):
        load(blank_png(1, 60_000_000))


def test_a_vast_webp_of_a_few_bytes_is_refused(encoded):
    data = bytearray(encoded(Image.new("RGB", (16, 16)), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    bits = int.from_bytes(data[at : at + 4], "little") & ~0xFFFFFFF
    data[at : at + 4] = (bits | 13_999 | 13_999 << 14).to_bytes(4, "little")
    with pytest.raises(BadInput, match="more pixels than dreamgen decodes of a WebP"):
        load(bytes(data))
