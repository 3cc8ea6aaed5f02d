"""Mistyped words, help and completion, in one process: no network is loaded for them."""

from __future__ import annotations

import re

import pytest
import typer
from typer.testing import CliRunner

from dreamgen.cli.main import app
from dreamgen.cli.shared.find_command import find_command
from dreamgen.cli.shared.recipe_keys import describe_default, list_keys
from dreamgen.cli.shared.usage import OLD_FLAGS, describe_usage
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe

UsageError = typer.BadParameter.__bases__[0]
COMMANDS = Registry.default(installed=False).names("commands")


def say(*words):
    """Return the sentence about words that cannot be used."""
    try:
        app(list(words), standalone_mode=False)
    except UsageError as problem:
        return describe_usage(problem)
    raise AssertionError("nothing was refused")


def show(*words, columns=80):
    plain = {"COLUMNS": str(columns), "TERM": "dumb"}
    done = CliRunner().invoke(app, list(words), env=plain, prog_name="dreamgen")
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("render", "--dpi", "abc"), "--dpi takes a whole number, not 'abc'; "),
        (("zoom", "--fps", "x"), "--fps takes a number, not 'x'; "),
        (("sweep", "--columns", "0"), "--columns 0: must be greater than or equal to 1; "),
        (("render", "--stpes", "2"), "there is no option --stpes (did you mean --steps?); "),
        (("render", "--strenth", "2"), "no option --strenth (did you mean --step-size?); "),
        (("zoom", "--thrugh", "x"), "no option --thrugh (did you mean --transition?); "),
        (("render", "--finish", "x"), "there is no option --finish (did you mean --effect?); "),
        (("render", "--qwertyuiop"), "there is no option --qwertyuiop; "),
        (
            ("render", "cat.jpg", "-o", "--steps", "1"),
            "-o needs a value, and --steps is an option; ",
        ),
        (("zoom", "--motion", "-q"), "--motion needs a value, and -q is an option; "),
        (("sheet", "zoom.mp4", "--at", "--help"), "--at needs a value, and --help is an option; "),
    ],
)
def test_mistyped_words_are_named_with_what_is_taken(words, said):
    assert said in say(*words)
    assert say(*words).endswith(f"`{words[0]} --help` says what can be given") or "--help`" in say(
        *words
    )


def test_old_options_lead_to_those_that_there_are():
    shown = show("render", "--help") + show("zoom", "--help")
    for new in OLD_FLAGS.values():
        assert new.partition(" ")[0] in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_words_with_an_example(name):
    shown = show(name, "--help")
    usage, _, rest = shown.partition("Usage:")[2].partition("\n")
    assert re.fullmatch(rf" dreamgen {name}( \[?[A-Z|]+\]?(\.\.\.)?)+ *", usage), usage
    assert not re.search(r"<(str|int|float|path|list|bool)", rest)
    assert "[]" not in rest  # a word in brackets would be taken for a style
    assert "[default:" not in rest  # all defaults are told in one way
    if name != "plugins":  # it has commands of its own
        assert f"dreamgen {name}" in rest


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained_in_a_sentence(name):
    def check(command):
        for parameter in command.params:
            if parameter.name in ("help", "install_completion") or getattr(parameter, "hidden", 0):
                continue
            words = parameter.help or ""
            assert words.endswith("."), (command.name, parameter.name, words)
        for inner in getattr(command, "commands", {}).values():
            check(inner)

    check(find_command(name, [], Registry.default(installed=False)))


def test_help_shows_the_defaults_of_the_recipe():
    shown = " ".join(show("render", "--help", columns=200).split())
    for option, default in {
        "--steps": "16",
        "--octaves": "5",
        "--octave-ratio": "1.4",
        "--regulariser": "jitter, blur, chroma",
        "--protect": "text",
    }.items():
        assert re.search(rf"{option} [^-]*Default: {default}\.", shown), option
    assert describe_default("zoom.motion") == "zoom"
    assert describe_default("octaves.step_decay") == "0.8"
    assert describe_default("preset") == ""


def test_every_key_of_a_recipe_is_explained():
    keys = list_keys()
    assert {"octaves.count", "zoom.blend", *Recipe.model_fields} <= set(keys)
    for key, (kind, _, meaning) in keys.items():
        assert kind, key
        assert meaning, key
    shown = show("components", "recipe")
    assert "steps in the smallest octave (at least 0, at most 100,000)" in shown
    assert "octaves.ratio" in show("components", "recipe.octaves")


def test_a_file_that_is_called_as_an_argument_may_stand_before_an_option():
    command = find_command("sheet", [], Registry.default(installed=False))
    (film,) = (each for each in command.params if each.param_type_name == "argument")
    context = command.make_context("sheet", [film.name, "--force"])
    assert context.params["force"] is True
    context = command.make_context("sheet", ["--force", "--", film.name])
    assert str(context.params["film"]) == film.name
