"""Fonts that a drawing brings along, as TrueType and in a wrapper made here after its definition."""

import base64
import struct
import zlib
from importlib import resources

import pytest
import torch

from dreamgen.errors import InputWarning
from dreamgen.recipe.values import Size

FONT = (resources.files("dreamgen") / "fonts" / "VeraMono.ttf").read_bytes()


def wrap(font):
    """Return a font as WOFF (W3C, WOFF File Format 1.0): each table deflated by itself."""
    (count,) = struct.unpack(">H", font[4:6])
    entries, body = b"", b""
    for index in range(count):
        record = font[12 + 16 * index : 28 + 16 * index]
        tag, checksum, offset, length = struct.unpack(">4sLLL", record)
        plain = font[offset : offset + length]
        packed = min(plain, zlib.compress(plain), key=len)
        at = 44 + 20 * count + len(body)
        entries += struct.pack(">4sLLLL", tag, at, len(packed), length, checksum)
        body += packed + bytes(-len(packed) % 4)
    length = 44 + len(entries) + len(body)
    head = struct.pack(">4s4sLHHL", b"wOFF", font[:4], length, count, 0, len(font))
    return head + bytes(24) + entries + body


def draw(load_svg, family, source=""):
    face = f"@font-face {{ font-family: 'My Own'; src: {source} }}" if source else ""
    return load_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><style>{face}</style>'
        '<rect width="200" height="60" fill="#fff"/><text x="5" y="40" font-size="30"'
        f' style="font-family: {family}">Miii 12</text></svg>',
        Size(400),
    ).pixels


@pytest.mark.parametrize("pack", [bytes, wrap], ids=["TrueType", "WOFF"])
def test_words_are_set_in_the_font_that_comes_along(pack, load_svg):
    data = base64.b64encode(pack(FONT)).decode()
    ours = draw(load_svg, "my own, serif", f"url('data:font/any;base64,{data}')")
    assert torch.equal(ours, draw(load_svg, "monospace"))
    assert not torch.equal(ours, draw(load_svg, "serif"))


@pytest.mark.parametrize(
    "source", ["url(data:font/ttf;base64,AAEAAAAKAIAAAw==)", "url(https://example.com/f.woff2)"]
)
def test_a_font_that_cannot_be_read_is_named(source, load_svg):
    with pytest.warns(InputWarning, match="without the font 'My Own'"):
        draw(load_svg, "my own", source)
