"""Sizes of prints, against what standards and arithmetic say."""

from __future__ import annotations

import math

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.composing import compose
from dreamgen.recipe.paper import read_print_size
from dreamgen.recipe.toml import read_toml
from dreamgen.recipe.values import Size


@pytest.mark.parametrize("number", range(9))
def test_sheets_of_iso_216(number):
    """A0 is a square metre, and each sheet half of the one before, its sides as 1 to root 2."""
    width, height = read_print_size(f"a{number}", 254)  # ten pixels a millimetre
    assert width * height == pytest.approx(1e8 / 2**number, rel=0.03)
    assert height / width == pytest.approx(math.sqrt(2), rel=0.02)
    assert read_print_size(f"A{number}-landscape", 254) == (height, width)
    assert read_print_size(f"A{number} landscape", 254) == (height, width)


@pytest.mark.parametrize(
    ("text", "dpi", "size"),
    [
        ("A2", 300, (4961, 7016)),
        ("letter", 100, (850, 1100)),
        ("420x594mm", 300, (4961, 7016)),
        ("42 x 59.4 cm", 300, (4961, 7016)),
        ("16x20in", 300, (4800, 6000)),
        ("50.8mm", 150, (300, None)),
        ("A99", 300, None),
        ("800", 300, None),
        ("900x500", 300, None),
        ("16x20inches", 300, None),
    ],
)
def test_sizes_of_prints(text, dpi, size):
    assert read_print_size(text, dpi) == size


def test_a_recipe_holds_pixels_and_how_large_they_are():
    recipe = compose([("--size", {"size": "A4"})])
    assert (recipe.size, recipe.dpi) == (Size(2480, 3508, sheet=True), 300)
    again = compose([("file", {"dpi": 100}), ("--size", {"size": "10x8in"})])
    assert (again.size, again.dpi) == (Size(1000, 800), 100)
    assert compose([("--size", {"size": 800})]).dpi is None
    written = recipe.to_toml()
    assert 'size = "2480x3508 sheet"' in written
    assert compose([("x", read_toml(written, "x"))]).size == recipe.size
    assert "dpi = 300" in written


@pytest.mark.parametrize(
    ("natural", "fitted"),
    [
        ((3, 2), (3508, 2339)),
        ((2, 3), (2339, 3508)),
        ((1, 1), (2480, 2480)),
        ((2480, 3508), (2480, 3508)),
        ((1, 4), (877, 3508)),
    ],
)
def test_a_sheet_is_turned_as_the_picture_lies_and_holds_all_of_it(natural, fitted):
    for size in ("A4", "A4-landscape"):
        assert compose([("--size", {"size": size})]).size.fit(*natural) == fitted


def test_what_is_too_large_says_how_large_it_is():
    with pytest.raises(BadInput, match=r"--size: size = 'A0': .*at 600 dpi it is 19866x28087"):
        compose([("x", {"dpi": 600}), ("--size", {"size": "A0"})])
    with pytest.raises(BadInput, match=r"size = 'A77': .*A3-landscape, 42x60cm or 16x20in"):
        compose([("--size", {"size": "A77"})])
