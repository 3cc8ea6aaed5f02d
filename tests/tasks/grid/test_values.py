"""What stands between the commas of --vary."""

import pytest

from dreamgen.tasks.grid.axis import read_axis
from dreamgen.tasks.grid.values import quote_value, split_values

NAMES = ["photos/new\nline.png", "it's.png", 'a, "b" (c].png', "back\\slash.png", "café.png"]


def test_commas_within_brackets_and_quotes_cut_nothing():
    assert split_values('a(1, 2),[b, c], \'d,e\',"f,\\",g"') == [
        "a(1, 2)",
        "[b, c]",
        "'d,e'",
        '"f,\\",g"',
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_quoted_name_is_one_value_whatever_it_holds(name):
    axis = read_axis(f"input={quote_value(name)},{quote_value('x.png')}")
    assert [choice.value for choice in axis] == [name, "x.png"]
