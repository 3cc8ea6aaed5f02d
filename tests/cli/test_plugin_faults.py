"""Plugins that fail, share names or are off, as the command line tells of them; in this process."""

from __future__ import annotations

import textwrap

import pytest

from dreamgen.cli.shared.plugin_options import drop_plugin_words

PLUGIN = """
    import sys
    from pathlib import Path
    from dreamgen import Effect, Entry, hookimpl

    dreamgen_api = "1.0"

    class Fail(Effect):
        def apply(self, frame, source, rng):
            return frame.pixels / {}

    def polish(times: int = 1):
        "Polish a number."
        print(12 // times)

    def leave(code: int = 3):
        sys.exit(code)

    @hookimpl
    def dreamgen_effects():
        return [Entry("fail", "NAME:Fail", "fails")]

    @hookimpl
    def dreamgen_commands():
        names = {"polish": "polish", "leave": "leave", "presets": "polish"}
        return [Entry(name, f"NAME:{names[name]}", f"{name} it") for name in names]
"""


@pytest.fixture
def plugin(tmp_path):
    path = tmp_path / "faulty.py"
    path.write_text(textwrap.dedent(PLUGIN).replace("NAME", "faulty"))
    return path


RENDER = ("render", "noise", "--size", 48, "--steps", 1, "--octaves", 1, "-q", "-o", "a.png")


def test_a_fault_is_one_sentence_and_the_traceback_is_for_authors(here, plugin, monkeypatch):
    words = (*RENDER, "--set", 'effects=["fail"]', "--plugin", plugin.name)
    code, _, told = here(*words)
    who = plugin.stem
    assert code == 1
    assert told.startswith(f"dreamgen: effect fail of plugin {who}: TypeError: unsupported operand")
    assert told.endswith(f"(in apply, {plugin.name}:10); --traceback shows more\n")
    assert told.count("\n") == 1
    for place in (0, len(words)):
        _, _, traced = here(*words[:place], "--traceback", *words[place:])
        assert "Traceback" in traced
        assert "return frame.pixels / {}" in traced
        assert traced.splitlines()[-1].startswith(f"dreamgen: effect fail of plugin {who}")
    monkeypatch.setenv("DREAMGEN_TRACEBACK", "1")
    assert "return frame.pixels / {}" in here(*words)[2]
    assert not plugin.with_name("a.png").exists()


def test_bad_input_shows_a_traceback_only_if_asked(here):
    assert "Traceback" not in here("presets", "clasic")[2]
    code, _, told = here("presets", "clasic", "--traceback")
    assert code == 2
    assert "Traceback" in told
    assert "did you mean classic" in told.splitlines()[-1]


@pytest.mark.parametrize("before", [True, False])
def test_a_command_of_a_one_file_plugin(here, plugin, before):
    def run(*words):
        load = ("--no-plugins", "--plugin", plugin.name)
        return here(*load, *words) if before else here(*words, *load)

    assert run("polish", "--times", 3) == (0, "4\n", "")
    assert "Polish a number." in run("polish", "--help")[1]
    code, _, told = run("polish", "--times", 0)
    who = plugin.stem
    assert code == 1
    assert told == (
        f"dreamgen: command polish of plugin {who}: ZeroDivisionError: integer division or modulo "
        f"by zero (in {plugin.name}:14); --traceback shows more\n"
    )
    assert run("polish", "--times", "x")[0] == 2
    assert run("leave") == (3, "", "")


def test_help_lists_the_commands_of_a_one_file_plugin(here, plugin):
    assert "polish it" in here("--plugin", plugin.name, "--help")[1]
    assert "--traceback" in here("--help")[1]


def test_a_command_that_a_builtin_hides_has_its_plugins_name(here, plugin):
    load = ("--plugin", plugin.name)
    who = plugin.stem
    assert "classic" in here(*load, "presets")[1]
    assert here(*load, f"{who}/presets", "--times", 6) == (0, "2\n", "")
    for command in ("plugins", "doctor"):
        listed = here(command, *load)[1]
        assert f"CLASH: command 'presets' is offered by dreamgen too: write {who}/presets" in listed


def test_a_broken_plugin_that_was_asked_for_is_told(here, tmp_path):
    (tmp_path / "broken_cli.py").write_text("import no_such_module")
    told = "--plugin broken_cli.py: ModuleNotFoundError: No module named 'no_such_module'"
    for words in (("polish",), ("presets",)):
        assert here(*words, "--plugin", "broken_cli.py") == (2, "", f"dreamgen: {told}\n")


def test_a_command_of_a_plugin_that_is_off_says_so(here, tmp_path, plugin):
    own = tmp_path / ".config" / "dreamgen" / "plugins"
    own.mkdir(parents=True)
    plugin.rename(own / plugin.name)
    who = plugin.stem
    assert here("plugins", "disable", who)[0] == 0
    told = f"command 'polish' belongs to plugin {who}, which is switched off: "
    assert told + f"`dreamgen plugins enable {who}` switches it on" in here("polish")[2]
    told = f"effect 'fail' belongs to plugin {who}, which is switched off: "
    assert told in here("components", "fail")[2]
    assert told in here(*RENDER, "--set", 'effects=["fail"]')[2]
    assert here("plugins", "enable", who)[0] == 0
    assert here("polish") == (0, "12\n", "")


def test_begun_preset(here, tmp_path):
    assert here("plugins", "new", "mine", "--kind", "preset", "--one-file")[:2] == (
        0,
        "mine.toml\n",
    )
    assert here("plugins", "check", "mine.toml")[:2] == (0, "preset mine: sound\n")
    (tmp_path / "mine.toml").write_text("setps = 3")
    code, said, _ = here("plugins", "check", "mine.toml")
    assert code == 1
    assert "preset mine: BROKEN: preset mine.toml: unknown key 'setps' (did you mean steps" in said
    assert (
        "there is a preset 'classic' already"
        in here("plugins", "new", "classic", "--kind", "preset")[2]
    )
    assert "motion, curve, backbone, executor" in " ".join(
        here("plugins", "new", "--help")[1].split()
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["a", "--plugin", "x.py", "b"], ["a", "b"]),
        (["--plugin=x.py", "a", "--no-plugins"], ["a"]),
        (["a", "--plugin"], ["a"]),
        ([], []),
    ],
)
def test_words_about_plugins_are_taken_out(words, kept):
    assert drop_plugin_words(words) == kept
