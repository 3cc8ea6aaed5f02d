"""A slash at the end of -o makes it a folder, whether it is there or not."""

from pathlib import Path

import pytest

from dreamgen.cli.shared.place import read_place


@pytest.mark.parametrize("text", ["a.png", "a", "-", "/dev/stdout", "dreams/{seed}.png", "a/b.png"])
def test_what_does_not_end_with_a_slash_is_as_it_is_typed(text):
    assert read_place(text) == Path(text)


def test_a_folder_gets_the_usual_names():
    assert read_place("dreams/") == Path("dreams/{stem}-{preset}{varied}")
