"""Commands offered by plugins: lazily listed, run like any other, and harmless when broken."""

from __future__ import annotations

import textwrap

import pytest

HELLO = """
    from typing import Annotated
    import typer
    from dreamgen import Entry, hookimpl

    def hello(name: Annotated[str, typer.Argument(help="Whom to greet.")], loud: bool = False):
        '''Greet somebody.'''
        print(name.upper() if loud else name)

    @hookimpl
    def dreamgen_commands():
        return [Entry("hello", "greeter:hello", "Greet somebody."), Entry("late", "greeter:no", "")]
"""


@pytest.fixture
def plugins(user):
    folder = user.folder / ".config" / "dreamgen" / "plugins"
    folder.mkdir(parents=True)
    (folder / "greeter.py").write_text(textwrap.dedent(HELLO))
    return folder


def test_a_command_of_the_users_plugin_folder(user, plugins):
    assert "Greet somebody." in user.gets("--help")
    assert user.gets("hello", "you", "--loud") == "YOU\n"
    assert "Whom to greet." in user.gets("hello", "--help")


def test_a_command_that_is_not_there_is_one_sentence(user, plugins):
    assert "of plugin greeter cannot be imported" in user.is_told("late")


def test_a_broken_plugin_stops_nothing(user, plugins):
    (plugins / "broken.py").write_text("raise RuntimeError('no luck')")
    assert "Greet somebody." in user.gets("--help")
    assert "BROKEN: RuntimeError: no luck" in user.gets("plugins")
    assert "psychedelic-plot" in user.gets("presets")


def test_a_broken_preset_of_a_plugin_spoils_no_other(user, plugins):
    (plugins / "mine").mkdir()
    (plugins / "mine" / "askew.toml").write_text("setps = 3")
    (plugins / "presetter.py").write_text(
        "from pathlib import Path\n"
        "from dreamgen import hookimpl\n"
        "@hookimpl\n"
        "def dreamgen_presets():\n"
        "    return [Path(__file__).parent / 'mine']\n"
    )
    listed = user.gets("presets")
    assert "unknown key 'setps' (did you mean steps" in listed
    assert "psychedelic-plot" in listed
