"""Media queries on a page of 100 x 60 pixels, by what Media Queries 4 says."""

import pytest

from dreamgen.loaders.svg.styles.media import match_media


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("", True),
        ("screen", True),
        ("print", False),
        ("(min-width: 100px)", True),
        ("(min-width: 101px)", False),
        ("(max-width: 100px)", True),
        ("(max-width: 99.5px)", False),
        ("(width: 100px) and (height: 60px)", True),
        ("(min-width: 6em)", True),  # of 16 pixels
        ("(min-width: 7em)", False),
        ("(min-width: 1in)", True),  # of 96 pixels
        ("(max-width: 2cm)", False),
        ("(width >= 100px)", True),
        ("(width > 100px)", False),
        ("(60px < width <= 100px)", True),
        ("(100px <= height)", False),
        ("(orientation: landscape)", True),
        ("(orientation: portrait)", False),
        ("print, (min-width: 50px)", True),
        ("not print", True),
        ("not screen and (min-width: 50px)", False),
        ("only screen and (max-height: 60px)", True),
        ("(prefers-color-scheme: dark)", False),
        ("(prefers-color-scheme: light)", True),
    ],
)
def test_width_height_and_kind(query, holds):
    assert match_media(query, (100.0, 60.0)) is holds
