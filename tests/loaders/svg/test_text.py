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
    ],
)
def test_what_is_text(local, attributes, expected):
    assert is_text(local, attributes) is expected
