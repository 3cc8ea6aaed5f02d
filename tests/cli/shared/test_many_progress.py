"""Progress over many renders: how long the rest takes."""

from types import SimpleNamespace

import pytest

from dreamgen.cli.shared.many_progress import ManyProgress
from dreamgen.tasks.progress import Progress


@pytest.fixture
def clock(monkeypatch):
    """A clock whose hands the test moves."""
    hands = [100.0]
    clock = SimpleNamespace(monotonic=lambda: hands[0])
    monkeypatch.setattr("dreamgen.cli.shared.many_progress.time", clock)
    return hands


def test_the_time_left_is_that_of_work_without_the_start(clock, capsys):
    """Workers took 60 s to start; then a tenth of each picture takes 2 s."""
    shown = ManyProgress(4, quiet=False)
    clock[0] += 60
    shown.show_worker("a.jpg", Progress(0, 0.1, "octave 1/3"))
    clock[0] += 18
    shown.show(0, "a.jpg", done=1, skipped=False)
    assert capsys.readouterr().err.splitlines() == [
        "0/4; a.jpg  octave 1/3",
        "1/4  a.jpg  60 s left",
    ]


def test_what_was_there_already_took_no_time(clock, capsys):
    shown = ManyProgress(12, quiet=False)
    for number in range(8):
        shown.show(number, "old.jpg", done=number + 1, skipped=True)
    clock[0] += 5
    shown.show(8, "new.jpg", done=9, skipped=False)
    clock[0] += 7
    shown.show(9, "new.jpg", done=10, skipped=False)
    assert capsys.readouterr().err.splitlines() == ["9/12  new.jpg", "10/12  new.jpg  14 s left"]
