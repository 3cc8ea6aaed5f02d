import pickle
import warnings

import pytest

from dreamgen.errors import LONGEST, BadInput, DreamError, InputWarning


@pytest.mark.parametrize("kind", [DreamError, BadInput, InputWarning])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("rex.svg is empty", "rex.svg is empty"),
        ("two\nlines\t and \r\nmore", "two lines and more"),
        ("a\x1b[31mb\x07.png", "a\\x1b[31mb\\x07.png"),
        ("a\u202eb\ud800", "a\\u202eb\\ud800"),
        ("größe 龍 🦖", "größe 龍 🦖"),
    ],
)
def test_a_message_is_one_printable_line(kind, given, said):
    assert str(kind(given)) == said
    assert str(kind(f"{kind(given)}")) == said
    assert str(pickle.loads(pickle.dumps(kind(given)))) == said


def test_a_message_is_short_and_keeps_its_beginning_and_its_end():
    said = str(BadInput(f"key = {'x' * 100_000}: must be a number"))
    assert len(said) <= LONGEST
    assert said.startswith("key = xxx")
    assert said.endswith("xxx: must be a number")


def test_a_warning_is_clean_too():
    with pytest.warns(InputWarning) as caught:
        warnings.warn("passed over:\n\x1b[2J", InputWarning, stacklevel=1)
    assert str(caught[0].message) == "passed over: \\x1b[2J"
