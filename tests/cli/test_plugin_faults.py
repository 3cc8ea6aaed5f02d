"""Plugins that fail, share names or are off, as the command line tells of them; in this process."""

from __future__ import annotations

import itertools
import sys
import textwrap
import warnings

import pytest

from dreamgen.cli import main as command_line
from dreamgen.cli.shared.find_command import drop_plugin_words

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


NUMBERS = itertools.count()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.delenv("DREAMGEN_PLUGINS_DISABLED", raising=False)
    monkeypatch.delenv("DREAMGEN_TRACEBACK", raising=False)
    return tmp_path


@pytest.fixture
def types(folder, monkeypatch, capsys):
    """Type a command; return its exit code, standard output and standard error."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["dreamgen", *map(str, words)])
        monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)  # the command sets it
        with pytest.raises(SystemExit) as end:
            command_line.main()
        said = capsys.readouterr()
        return end.value.code or 0, said.out, said.err

    return run


@pytest.fixture
def plugin(folder):
    name = f"faulty_{next(NUMBERS)}"  # one process, so every file needs a name of its own
    path = folder / f"{name}.py"
    path.write_text(textwrap.dedent(PLUGIN).replace("NAME", name))
    return path


RENDER = ("render", "noise", "--size", 48, "--steps", 1, "--octaves", 1, "-q", "-o", "a.png")


def test_a_fault_is_one_sentence_and_the_traceback_is_for_authors(types, plugin, monkeypatch):
    words = (*RENDER, "--set", 'effects=["fail"]', "--plugin", plugin.name)
    code, _, told = types(*words)
    who = plugin.stem.replace("_", "-")
    assert code == 1
    assert told.startswith(f"dreamgen: effect fail of plugin {who}: TypeError: unsupported operand")
    assert told.endswith(f"(in apply, {plugin.name}:10); --traceback shows more\n")
    assert told.count("\n") == 1
    for place in (0, len(words)):
        _, _, traced = types(*words[:place], "--traceback", *words[place:])
        assert "Traceback" in traced
        assert "return frame.pixels / {}" in traced
        assert traced.splitlines()[-1].startswith(f"dreamgen: effect fail of plugin {who}")
    monkeypatch.setenv("DREAMGEN_TRACEBACK", "1")
    assert "return frame.pixels / {}" in types(*words)[2]
    assert not plugin.with_name("a.png").exists()


def test_bad_input_shows_a_traceback_only_if_asked(types):
    assert "Traceback" not in types("presets", "clasic")[2]
    code, _, told = types("presets", "clasic", "--traceback")
    assert code == 2
    assert "Traceback" in told
    assert "did you mean classic" in told.splitlines()[-1]


@pytest.mark.parametrize("before", [True, False])
def test_a_command_of_a_one_file_plugin(types, plugin, before):
    def run(*words):
        load = ("--no-plugins", "--plugin", plugin.name)
        return types(*load, *words) if before else types(*words, *load)

    assert run("polish", "--times", 3) == (0, "4\n", "")
    assert "Polish a number." in run("polish", "--help")[1]
    code, _, told = run("polish", "--times", 0)
    who = plugin.stem.replace("_", "-")
    assert code == 1
    assert told == (
        f"dreamgen: command polish of plugin {who}: ZeroDivisionError: integer division or modulo "
        f"by zero (in {plugin.name}:14); --traceback shows more\n"
    )
    assert run("polish", "--times", "x")[0] == 2
    assert run("leave") == (3, "", "")


def test_help_lists_the_commands_of_a_one_file_plugin(types, plugin):
    assert "polish it" in types("--plugin", plugin.name, "--help")[1]
    assert "--traceback" in types("--help")[1]


def test_a_command_that_a_builtin_hides_has_its_plugins_name(types, plugin):
    load = ("--plugin", plugin.name)
    who = plugin.stem.replace("_", "-")
    assert "classic" in types(*load, "presets")[1]
    assert types(*load, f"{who}/presets", "--times", 6) == (0, "2\n", "")
    for command in ("plugins", "doctor"):
        listed = types(command, *load)[1]
        assert f"CLASH: command 'presets' is offered by dreamgen too: write {who}/presets" in listed


def test_a_broken_plugin_that_was_asked_for_is_told(types, folder):
    (folder / "broken_cli.py").write_text("import no_such_module")
    told = "--plugin broken_cli.py: ModuleNotFoundError: No module named 'no_such_module'"
    for words in (("polish",), ("presets",)):
        assert types(*words, "--plugin", "broken_cli.py") == (2, "", f"dreamgen: {told}\n")


def test_a_command_of_a_plugin_that_is_off_says_so(types, folder, plugin):
    own = folder / ".config" / "dreamgen" / "plugins"
    own.mkdir(parents=True)
    plugin.rename(own / plugin.name)
    who = plugin.stem.replace("_", "-")
    assert types("plugins", "disable", who)[0] == 0
    told = f"command 'polish' belongs to plugin {who}, which is switched off: "
    assert told + f"`dreamgen plugins enable {who}` switches it on" in types("polish")[2]
    told = f"effect 'fail' belongs to plugin {who}, which is switched off: "
    assert told in types("components", "fail")[2]
    assert told in types(*RENDER, "--set", 'effects=["fail"]')[2]
    assert types("plugins", "enable", who)[0] == 0
    assert types("polish") == (0, "12\n", "")


def test_begun_preset(types, folder):
    assert types("plugins", "new", "mine", "--kind", "preset", "--one-file")[:2] == (
        0,
        "mine.toml\n",
    )
    assert types("plugins", "check", "mine.toml")[:2] == (0, "preset mine: sound\n")
    (folder / "mine.toml").write_text("setps = 3")
    code, said, _ = types("plugins", "check", "mine.toml")
    assert code == 1
    assert "preset mine: BROKEN: preset mine.toml: unknown key 'setps' (did you mean steps" in said
    assert (
        "there is a preset 'classic' already"
        in types("plugins", "new", "classic", "--kind", "preset")[2]
    )
    assert "motion, backbone, command" in " ".join(types("plugins", "new", "--help")[1].split())


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
