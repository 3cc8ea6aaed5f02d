import os
import time
from pathlib import Path

import pytest

from dreamgen.cli.shared.interrupt import Interrupted
from dreamgen.cli.shared.watch import list_inputs, watch
from dreamgen.errors import BadInput
from dreamgen.render.session import Session


class Stage:
    """Plays the user: after so many waits it does something, and presses Ctrl-C at the end."""

    def __init__(self, *acts):
        self.acts = list(acts)
        self.waits = 0

    def wait(self, seconds: float) -> None:
        self.waits += 1
        if self.waits % 3:
            return
        if not self.acts:
            raise KeyboardInterrupt
        self.acts.pop(0)()


@pytest.fixture
def run(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("1")

    def run(*acts, make=None):
        made = []

        def note(again: bool) -> None:
            made.append((file.read_text() if file.exists() else "", again))
            if make is not None:
                make(file)

        watch(note, lambda: [file], Stage(*acts).wait)
        return made

    run.file = file
    return run


def test_a_change_makes_it_again_and_is_named(run, capsys):
    assert run(lambda: run.file.write_text("22")) == [("1", False), ("22", True)]
    assert f"{run.file} changed" in capsys.readouterr().err


def test_a_touch_is_no_change(run):
    assert run(lambda: os.utime(run.file, (1, 1)), lambda: None) == [("1", False)]


def test_a_change_while_it_was_made_is_not_lost(run):
    def once(file: Path) -> None:
        if file.read_text() == "1":
            file.write_text("2")

    assert run(make=once) == [("1", False), ("2", True)]


def test_a_file_that_is_replaced_bit_by_bit_counts_once(run):
    def begin() -> None:
        run.file.unlink()

    made = run(begin, lambda: run.file.write_text("333"))
    assert made[-1] == ("333", True)


def test_a_file_that_is_gone_for_a_moment_is_waited_for(run):
    """Even if nothing that is there names it any more, as a preset that was deleted."""
    made = []

    def make(again: bool) -> None:
        made.append(run.file.read_text() if run.file.exists() else None)
        if made[-1] is None:
            raise BadInput("there is no such preset")

    acts = (run.file.unlink, lambda: None, lambda: run.file.write_text("back"))
    watch(make, lambda: [run.file] if run.file.exists() else [], Stage(*acts).wait)
    assert made == ["1", None, "back"]


def test_a_failure_is_said_and_waited_out(run, capsys):
    def make(file: Path) -> None:
        if file.read_text() == "bad":
            raise BadInput("it is bad")

    acts = (lambda: run.file.write_text("bad"), lambda: None, lambda: run.file.write_text("good"))
    assert [text for text, _ in run(*acts, make=make)] == ["1", "bad", "good"]
    assert "dreamgen: it is bad\n" in capsys.readouterr().err


def test_a_first_look_that_is_broken_is_waited_out(run, capsys):
    def make(file: Path) -> None:
        if file.read_text() == "1":
            raise BadInput("it is bad")

    assert run(lambda: run.file.write_text("22"), make=make) == [("1", False), ("22", False)]
    assert "dreamgen: it is bad\n" in capsys.readouterr().err


def test_a_command_that_no_file_can_mend_fails_at_once():
    def make(again: bool) -> None:
        raise BadInput("nothing to watch")

    with pytest.raises(BadInput, match="nothing to watch"):
        watch(make, list, Stage().wait)


def test_an_interruption_of_what_is_made_ends_all(run):
    def make(file: Path) -> None:
        raise Interrupted("stopped by hand")

    with pytest.raises(Interrupted):
        run(make=make)


@pytest.fixture
def watched(user, monkeypatch):
    """Type a command that watches, act after each look, and return what it said."""

    def run(*words, acts):
        stage = Stage(*acts)
        monkeypatch.setattr(time, "sleep", stage.wait)
        monkeypatch.setattr(watch, "__defaults__", (stage.wait,))
        done = user.types(*words, "--watch")
        assert done.returncode == 0, done.stderr
        return done.stderr.decode()

    return run


QUICK = ("--set", "size=32", "--set", "octaves.count=1", "-q")


@pytest.mark.parametrize(
    "words",
    [
        ("render", "noise", "-o", "a.png"),
        ("render", "noise", "--vary", "seed=1,2", "-o", "a.png"),
        ("zoom", "noise", "--seconds", "0.2", "--fps", "5", "-o", "a.gif"),
        ("sweep", "noise", "--layers", "1,2", "-o", "a.png"),
        ("atlas", "--layer", "1", "--channels", "0,1", "-o", "a.png"),
    ],
)
def test_a_preset_that_is_broken_at_first_is_mended_and_changed(watched, user, words):
    preset = user.folder / "mine.toml"
    preset.write_text("steps = [")
    made, result = [], user.folder / words[-1]

    def change(text: str):
        def act() -> None:
            made.append(result.read_bytes() if result.exists() else None)
            preset.write_text(text)

        return act

    acts = (change("steps = 0"), change("steps = 1"), change("steps = 2"))
    said = watched(*words, *QUICK, "--preset", preset, acts=acts)
    assert "is not valid TOML" in said
    assert said.count("mine.toml changed") == 3
    assert made[0] is None
    assert made[1] != made[2] != result.read_bytes()


def test_what_is_there_already_is_not_replaced(user):
    (user.folder / "a.png").write_bytes(b"mine")
    (user.folder / "p.toml").write_text("steps = 0")
    words = ("render", "noise", "--preset", "p.toml", "-o", "a.png", "--watch")
    assert "a.png exists already" in user.is_told(*words)
    assert (user.folder / "a.png").read_bytes() == b"mine"


def test_every_preset_that_varies_is_watched(tmp_path, registry):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text("steps = 1")
    vary = [f"preset={tmp_path / 'a.toml'},{tmp_path / 'b.toml'}", "channel=1:0-2"]
    found = list_inputs(["noise"], {}, Session(registry), vary)
    assert found == {tmp_path / "a.toml", tmp_path / "b.toml"}
