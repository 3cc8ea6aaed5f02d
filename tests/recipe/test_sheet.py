import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.sheet import Sheet


def test_a_sheet_is_read_back_as_it_was_written():
    for sheet in (
        Sheet(vary=["layer=1..3"], columns=2, heading="dreamgen render a.png"),
        Sheet(vary=["preset=a,b"], cells=[{"seed": 3}, {"unset": ["mask"]}], with_source=False),
    ):
        assert Sheet.read(sheet.table(), "x.png") == sheet


@pytest.mark.parametrize(
    ("table", "axis"),
    [
        ({}, "layer=all"),
        ({"layers": "1-3"}, "layer=1-3"),
        ({"channels": ":0-15"}, "channel=0-15"),
        ({"channels": "6:strongest:8"}, "channel=6:strongest:8"),
        ({"concepts": "owl, skull"}, "concept=owl, skull"),
    ],
)
def test_sheets_of_older_releases_are_read(table, axis):
    sheet = Sheet.read({**table, "heading": "dreamgen render  and what stands under each"}, "x.png")
    assert sheet.vary == [axis]
    assert sheet.heading == "dreamgen render"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (3, "made.sheet"),
        ({"columns": 0}, "columns"),
        ({"columns": True}, "columns"),
        ({"layers": 3}, "layers"),
        ({"with_source": "yes"}, "with_source"),
    ],
)
def test_odd_tables_are_one_sentence(table, said):
    with pytest.raises(BadInput, match=said) as refused:
        Sheet.read(table, "x.png")
    assert "\n" not in str(refused.value)


def test_a_heading_cannot_command_a_terminal():
    assert Sheet.read({"heading": "a\x1b[2J\nb"}, "x").heading == r"a\x1b[2J b"
