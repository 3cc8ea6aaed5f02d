"""What is asked of an output that reads recipes back."""

from __future__ import annotations

from typing import ClassVar

import pytest

from dreamgen import Output
from dreamgen.testing import check_component


class Plain(Output):
    """Writes the recipe alone, and does not read it back."""

    suffixes: ClassVar[tuple[str, ...]] = (".note",)

    def write(self, frames, path, recipe):
        list(frames)
        path.write_text("note\n" + recipe, encoding="utf-8")


class Exact(Plain):
    """Reads the same text."""

    @classmethod
    def read_recipe(cls, path):
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        return rest if first == "note" else None


class Trimming(Plain):
    """Loses the last line feed."""

    @classmethod
    def read_recipe(cls, path):
        text = Exact.read_recipe(path)
        return text and text.rstrip()


class Gullible(Plain):
    """Takes any file for its own."""

    @classmethod
    def read_recipe(cls, path):
        return path.read_text(encoding="utf-8").removeprefix("note\n")


@pytest.mark.parametrize("kind", [Plain, Exact])
def test_a_sound_output_passes(kind):
    check_component(kind())


@pytest.mark.parametrize(
    ("kind", "told"),
    [(Trimming, "it was given the recipe .* and reads back"), (Gullible, "it reads the recipe ''")],
)
def test_a_broken_promise_is_one_sentence(kind, told):
    with pytest.raises(AssertionError, match=told) as broken:
        check_component(kind())
    assert "\n" not in str(broken.value)
