import os
from pathlib import Path

import pytest

from dreamgen.cli.shared.watch import watch
from dreamgen.errors import BadInput


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


def test_a_failure_is_said_and_waited_out(run, capsys):
    def make(file: Path) -> None:
        if file.read_text() == "bad":
            raise BadInput("it is bad")

    acts = (lambda: run.file.write_text("bad"), lambda: None, lambda: run.file.write_text("good"))
    assert [text for text, _ in run(*acts, make=make)] == ["1", "bad", "good"]
    assert "dreamgen: it is bad\n" in capsys.readouterr().err


def test_a_command_that_cannot_begin_fails_at_once(run):
    def make(file: Path) -> None:
        raise BadInput("nothing to watch")

    with pytest.raises(BadInput, match="nothing to watch"):
        run(make=make)
