"""Options that plugins add to the commands that make pictures."""

from __future__ import annotations

import typer

from dreamgen.cli.shared.recipe_command import add_recipe_options, with_recipe_options
from dreamgen.plugins.hookspecs import Option

PLUGIN = """
from dreamgen import Option, hookimpl

@hookimpl
def dreamgen_options():
    return [
        Option("--stroke", "step_size", "How strong."),
        Option("--allow", help="Run it.", kind="switch", permits="run_code"),
        Option("--seconds", "seed", "Clashes with the zoom's."),
        Option("--seed", "steps", "Clashes with everybody's."),
    ]
"""


def flags_of(*words: str) -> dict:
    """Return what a command receives of the words on its command line."""
    received: list[dict] = []

    @with_recipe_options
    def command(source: str | None = None, *, flags: dict) -> None:
        received.append(flags)

    options = [
        Option("--chart", "loader.chart"),
        Option("--bold", "loader.bold", kind="switch"),
        Option("--run-it", kind="switch", permits="run_code"),
        Option("--source", "loader.source"),
        Option("--music", "curves", use="music"),
    ]
    app = typer.Typer(add_completion=False)
    app.command()(add_recipe_options(command, options))
    app([*words], standalone_mode=False)
    return received[0]


def test_only_what_is_given_reaches_the_command():
    assert flags_of() == {}
    assert flags_of("--seed", "3", "--chart", "bar(a, b)") == {
        "seed": 3,
        "loader.chart": "bar(a, b)",
    }
    assert flags_of("--bold", "--source", "x") == {"loader.bold": True, "loader.source": "x"}
    assert flags_of("--music", "my song.wav") == {"curves": 'music("my song.wav")'}
    assert flags_of("--run-it", "--bold") == {"loader.bold": True, "permits": ["run_code"]}


def test_a_one_file_plugins_option_sets_its_key_and_grants_nothing_to_the_recipe(user):
    (user.folder / "opts.py").write_text(PLUGIN)
    words = ("render", "noise", "--plugin", "opts.py", "--dry-run", "--stroke", "0.25", "--allow")
    recipe = user.gets(*words)
    assert "step_size = 0.25" in recipe
    assert "run_code" not in recipe
    assert "--stroke" in user.gets("render", "--plugin=opts.py", "--help")
    assert "--stroke" not in user.gets("render", "--help")
    assert "there is no option --stroke" in user.is_told("render", "--stroke", "1")


def test_clashing_flags_are_listed_and_stay_dreamgens_own(user):
    (user.folder / "opts.py").write_text(PLUGIN)
    listed = user.gets("plugins", "--plugin", "opts.py")
    assert "options: --stroke, --allow, --seconds, --seed" in listed
    for flag in ("--seconds", "--seed"):
        assert f"CLASH: option {flag} is offered by dreamgen too, which keeps it" in listed
    words = ("render", "noise", "--plugin", "opts.py", "--dry-run", "--seed", "5")
    assert "seed = 5" in user.gets(*words)
