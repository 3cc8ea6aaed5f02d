import pytest
from PIL import Image

from dreamgen.loaders.base import Source
from dreamgen.loaders.raster.formats import RASTER, find_format
from dreamgen.loaders.raster.loader import Raster
from dreamgen.loaders.svg.loader import Svg


@pytest.mark.parametrize("kind", RASTER)
def test_kind_is_known_by_content(kind, encoded):
    assert find_format(encoded(Image.new("RGB", (20, 20)), kind)) == kind


@pytest.mark.parametrize(
    "data",
    [b"", b"BM", b"BMovies are fun to watch", b"hello", b"RIFF1234WAVE", b"%PDF-1.7", b"\x89"],
)
def test_others_are_not_claimed(data):
    assert find_format(data) is None
    assert not Raster().accepts(Source(data, "x.png"))


def test_bigtiff_is_tiff(encoded):
    assert find_format(encoded(Image.new("RGB", (20, 20)), "TIFF", big_tiff=True)) == "TIFF"


@pytest.mark.parametrize(
    ("text", "is_svg"),
    [
        ("<svg/>", True),
        ("\ufeff  <?xml version='1.0'?><!-- <html> --><!DOCTYPE svg><svg/>", True),
        ("<x:svg xmlns:x='http://www.w3.org/2000/svg'/>", True),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", True),
        ("<html><svg/></html>", False),
        ("svg <svg/>", False),
        ("<!-- <svg/>", False),
        ("", False),
        ("<", False),
    ],
)
def test_svg_is_known_by_its_first_element(text, is_svg):
    assert Svg().accepts(Source(text.encode(), "x")) is is_svg
    assert Svg().accepts(Source(text.encode("utf-16"), "x")) is is_svg


def test_broken_gzip_is_no_svg():
    assert not Svg().accepts(Source(b"\x1f\x8b\x08hello hello", "x.svgz"))
