import pytest

from dreamgen.cli.shared.compose import command_of
from dreamgen.cli.shared.variants import read_closeups, read_numbers
from dreamgen.errors import BadInput


@pytest.mark.parametrize(
    ("text", "numbers"), [("1-6", [1, 2, 3, 4, 5, 6]), ("2, 4,9-11", [2, 4, 9, 10, 11]), ("7", [7])]
)
def test_ranges(text, numbers):
    assert read_numbers(text, "--layers") == numbers


@pytest.mark.parametrize("text", ["", "a", "6-1", "1-", "0-99999", "1;2"])
def test_what_is_no_range(text):
    with pytest.raises(BadInput, match="--layers"):
        read_numbers(text, "--layers")


def test_closeups():
    (call,) = read_closeups(["0.4, 0.3,0.1"])
    assert call.params == {"x": 0.4, "y": 0.3, "width": 0.1}
    with pytest.raises(BadInput, match=r"x,y,w"):
        read_closeups(["0.4"])


def test_the_command_can_be_typed_again():
    flags = {"preset": "closeup", "octaves.count": 3, "settings": ["seed=2", "colour=hue"]}
    assert command_of("my plot.svg", flags) == (
        "dreamgen render 'my plot.svg' --preset closeup --octaves 3 --set seed=2 --set colour=hue"
    )
