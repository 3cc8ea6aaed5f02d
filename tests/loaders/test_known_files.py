"""What a file is, by its first bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from dreamgen.loaders.known_files import describe, list_read, name_plugin


def office() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", "")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"8BPS\0\1" + bytes(50), "a Photoshop document"),
        (b"\xff\x0a" + bytes(50), "a JPEG XL picture"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50), "a HEIC picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isomavc1" + bytes(50), "a video (MP4)"),
        (b"\x76\x2f\x31\x01" + bytes(50), "an OpenEXR picture"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(50), "a raw picture of a camera (CR2)"),
        (b"\x1aE\xdf\xa3" + bytes(50), "a video (Matroska or WebM)"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"{\\rtf1 hello}", "a text document (RTF)"),
        (b"<!DOCTYPE html><html><svg/></html>", "a web page (HTML)"),
        (b"\xef\xbb\xbf \n<HTML>", "a web page (HTML)"),
        (b"<svg xmlns='x'/>", "an SVG drawing"),
        (office(), "an Office document"),
        (bytes(5000), "a file of zeros"),
        (b"Dear all,\nthis is a letter.\n", "text"),
        ("Grüße".encode() * 1000, "text"),
        (b'{"a": 1}', "JSON"),
        (b"\x80\x81\x00\x02", None),
        (b"", None),
    ],
)
def test_kinds(data, what):
    assert describe(data) == what


@pytest.mark.parametrize(("kind", "what"), [("PNG", "a PNG picture"), ("AVIF", "an AVIF picture")])
def test_pictures(kind, what, encoded):
    assert describe(encoded(Image.new("RGB", (20, 20)), kind)) == what


def test_what_is_read_is_listed_by_formats():
    assert list_read(["raster", "svg"]).startswith(
        "PNG, JPEG, WebP, TIFF, GIF, BMP, AVIF, SVG, and"
    )
    assert list_read(["raster", "pdf", "figure", "mine"]).endswith("AVIF, PDF, mine")
    assert name_plugin(b"%PDF-1.4") == name_plugin(b'{"$schema": "vega"}') == "dreamgen-plots"
    assert name_plugin(b"8BPS") is None
