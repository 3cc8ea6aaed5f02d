import numpy as np
import pytest

from dreamgen.loaders.svg_text import distance_to, is_text, protection


@pytest.mark.parametrize("furthest", [1, 5, 30, 200])
@pytest.mark.parametrize("share", [0.002, 0.05, 1.0])
def test_distance_by_brute_force(furthest, share):
    inside = np.random.default_rng(furthest).random((37, 53)) < share
    inside[20, 11] = True
    ys, xs = np.nonzero(inside)
    rows, columns = np.mgrid[:37, :53]
    squares = ((rows[..., None] - ys) ** 2 + (columns[..., None] - xs) ** 2).min(axis=2)
    expected = np.minimum(np.sqrt(squares), furthest)
    assert np.allclose(distance_to(inside, furthest), expected, atol=1e-5)


def test_distance_in_a_very_wide_picture():
    inside = np.zeros((2, 40_000), bool)
    inside[0, 39_990] = True
    assert distance_to(inside, 20)[1, 39_987] == pytest.approx(10**0.5)


def test_one_level_of_difference_is_enough():
    drawn = np.full((40, 40, 4), 255, np.uint8)
    wordless = drawn.copy()
    wordless[20, 20, 1] = 254
    protected = protection(drawn, wordless)
    assert protected.shape == (1, 40, 40)
    assert protected[0, 20, 18:23].tolist() == [1] * 5
    assert protection(drawn, drawn) is None


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
