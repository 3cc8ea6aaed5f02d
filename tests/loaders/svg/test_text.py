import pytest

from dreamgen.loaders.svg.text import is_text


@pytest.mark.parametrize(
    ("local", "attributes", "expected"),
    [
        ("text", {}, True),
        ("g", {"id": "text_12"}, True),
        ("g", {"id": "patch_2"}, False),
        ("g", {"id": "text-box"}, False),
        ("use", {"xlink:href": "#glyph0-3"}, True),
        ("use", {"href": "#glyph-1-22"}, True),
        ("use", {"href": "#marker"}, False),
        ("rect", {"id": "text_1"}, False),
        ("textPath", {}, False),
        ("use", {"data-text": "A", "xlink:href": "#font_0_1"}, True),  # MuPDF
        ("use", {"xlink:href": "#font_2_36"}, True),
        ("use", {"xlink:href": "#font_awesome"}, False),
        ("use", {"xlink:href": "#g0-65"}, True),  # dvisvgm
        ("use", {"xlink:href": "#g0"}, False),
        ("g", {"data-mml-node": "math"}, True),  # MathJax
        ("use", {"data-c": "1D465", "xlink:href": "#MJX-1-TEX-I-1D465"}, True),
        ("path", {"data-c": "1D465"}, True),
        ("use", {"xlink:href": "#MJMATHI-78"}, True),  # MathJax 2
        ("g", {"class": "typst-text"}, True),
        ("g", {"class": "typst-group"}, False),
        ("g", {"aria-label": "Hello", "id": "text1234"}, True),  # Inkscape
        ("path", {"aria-label": "Hello", "id": "text1234-5"}, True),
        ("g", {"aria-label": "dot"}, False),  # Observable Plot
        ("path", {"aria-label": "a: 1", "id": "bar1"}, False),
    ],
)
def test_what_is_text(local, attributes, expected):
    assert is_text(local, attributes) is expected
