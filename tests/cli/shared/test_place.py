"""A slash at the end of -o makes it a folder, whether it is there or not."""

from pathlib import Path

import pytest

from dreamgen.cli.shared.place import read_out, read_place
from dreamgen.errors import BadInput


@pytest.mark.parametrize("text", ["a.png", "a", "-", "/dev/stdout", "dreams/{seed}.png", "a/b.png"])
def test_what_does_not_end_with_a_slash_is_as_it_is_typed(text):
    assert read_place(text) == Path(text)


@pytest.mark.parametrize("read", [read_out, read_place])
def test_an_empty_name_is_refused_as_of_a_variable_that_is_not_set(read):
    with pytest.raises(BadInput, match="^-o: is empty"):
        read("")


def test_a_folder_gets_the_usual_names():
    assert read_place("dreams/") == Path("dreams/{stem}-{preset}{varied}")
