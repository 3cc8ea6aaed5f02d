from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from dreamgen.cli.shared.expand_options import expand_options


@dataclass(frozen=True)
class Few:
    loud: Annotated[bool, typer.Option("--loud")] = False


@dataclass(frozen=True)
class More(Few):
    times: Annotated[int, typer.Option("--times", min=1)] = 1


@pytest.fixture
def typed():
    """Type words of a command with options of its own and shared ones; return what it was given."""
    given = {}

    def command(name: str, own: Annotated[int, typer.Option()] = 0, *, shared: More) -> None:
        """Say it."""
        given.update(name=name, own=own, shared=shared)

    app = typer.Typer()
    app.command()(expand_options(command))

    def run(*words):
        given.clear()
        done = CliRunner().invoke(app, words)
        return done.exit_code, dict(given), done.output

    return run


def test_shared_options_are_the_fields_of_one_value(typed):
    code, given, _ = typed("x", "--loud", "--times", "3", "--own", "2")
    assert (code, given) == (0, {"name": "x", "own": 2, "shared": More(loud=True, times=3)})
    assert typed("x")[1]["shared"] == More()


def test_they_are_checked_and_explained_as_any_other(typed):
    assert typed("x", "--times", "0")[0] == 2
    _, _, text = typed("--help")
    assert "Say it." in text
    assert all(flag in text for flag in ("--loud", "--times", "--own"))


def test_other_commands_stay_as_they_are():
    def command(name: str) -> None: ...

    assert expand_options(command) is command


def test_marks_of_a_command_stay():
    def command(*, shared: Few) -> None: ...

    command.mark = 3
    assert expand_options(command).mark == 3
