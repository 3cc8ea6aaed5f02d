from __future__ import annotations

import time
import tomllib

import pytest

from dreamgen.errors import BadInput
from dreamgen.recipe.composing import compose
from dreamgen.recipe.toml import escape_unprintable, read_setting, read_toml

HOSTILE = {
    "digits": "seed = " + "1" * 5000,
    "brackets": "loader.a = " + "[" * 3000,
    "closed brackets": "loader.a = " + "[" * 500 + "]" * 500,
    "inline tables": "loader.a = " + "{b = " * 3000,
    "dots": "loader" + ".a" * 100_000 + " = 1",
    "a header of dots": "[loader" + ".a" * 100_000 + "]",
    "quoted dots": "loader" + '."a"' * 100_000 + " = 1",
    "a few dots": "loader" + ".a" * 100 + " = 1",
    "a megabyte": 'summary = "' + "x" * (1 << 20) + '"',
    "spaces": 'objective = "layer(' + " " * 90_000 + '"',
    "a long number": 'objective = "' + "1" * 30_000 + 'x"',
    "signs": 'objective = "layer(' + "- " * 40_000 + '"',
    "a long name": 'objective = "' + "a-" * 45_000 + '/"',
    "open quotes": 'objective = "layer(' + "'" * 90_001 + '"',
    "brackets in an expression": 'objective = "layer(' + "[" * 3000 + '"',
    "dots in an expression": 'objective = "layer(' + "." * 3000 + '"',
    "a large number": 'objective = "layer(' + "9" * 400 + ')"',
    "an infinite number": 'objective = "layer(1e999)"',
    "a long expression": 'objective = "' + "a+" * 60_000 + 'a"',
    "a long key": "x" * 50_000 + " = 1",
    "a long choice": 'colour = "' + "x" * 50_000 + '"',
    "not a number": "step_size = nan",
    "a date": "seed = 2026-01-01",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_recipes_are_refused_at_once_in_one_sentence(name):
    begun = time.process_time()
    with pytest.raises(BadInput) as refusal:
        compose([("a.toml", read_toml(HOSTILE[name], "a.toml"))])
    assert time.process_time() - begun < 3
    said = str(refusal.value)
    assert said.startswith("a.toml")
    assert len(said) < 500
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    ["octaves" + ".a" * 3000 + "=1", "x=" + "[" * 3000, "steps", "a b=1", "=1"],
    ids=["dots", "brackets", "no value", "no key", "empty key"],
)
def test_hostile_settings_are_refused_in_one_sentence(text):
    with pytest.raises(BadInput) as refusal:
        read_setting(text)
    assert len(str(refusal.value)) < 200


def test_a_value_of_too_many_digits_is_text_for_the_schema_to_refuse():
    with pytest.raises(BadInput, match="seed = '9999") as refusal:
        compose([("--set", read_setting("seed=" + "9" * 5000))])
    assert len(str(refusal.value)) < 200


def test_what_a_terminal_would_obey_is_written_as_escapes():
    recipe = compose(
        [("a", {"summary": "\x1b[2J\u202e \x9b and\ttab", "input": "a\U000e0041.png"})]
    )
    text = recipe.to_toml()
    assert all(sign.isprintable() or sign in "\n\t" for sign in text)
    again = tomllib.loads(text)
    assert (again["summary"], again["input"]) == (recipe.summary, recipe.input)
    assert escape_unprintable('a = "é"\r\n') == 'a = "é"\n'
