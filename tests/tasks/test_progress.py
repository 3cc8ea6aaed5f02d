"""What a worker tells of a task while it works: now and then, as a share and in words."""

from __future__ import annotations

import pytest

from dreamgen.engine.events import Milestone, Step
from dreamgen.tasks import progress
from dreamgen.tasks.progress import Progress, ProgressReporter


@pytest.fixture
def clock(monkeypatch):
    """Time as the test sets it."""
    now = [100.0]
    monkeypatch.setattr("dreamgen.render.count.time.monotonic", lambda: now[0])
    return now


def step(number, done):
    return Step(1, 2, number, 100, None, None, done)


def test_many_steps_are_told_of_twice_a_second(clock):
    told: list[Progress] = []
    reporter = ProgressReporter(told.append, 7, "here")
    for number in range(1, 101):
        clock[0] += 1 / 64
        reporter(step(number, number / 200))
    assert [each.text for each in told] == [f"octave 1/2, step {n}/100" for n in (32, 64, 96)]
    assert [each.done for each in told] == [0.16, 0.32, 0.48]
    assert {(each.number, each.place, each.path) for each in told} == {(7, "here", None)}


def test_a_film_is_told_of_by_its_frames(clock, tmp_path):
    told: list[Progress] = []
    reporter = ProgressReporter(told.append, 1, "", 4, lambda: tmp_path)
    for number in (1, 2):
        clock[0] += progress.TOLD_EVERY
        reporter(Milestone("frame", number, 4))
    assert [each.done for each in told] == pytest.approx([0.25, 0.5])
    assert told[-1].text.startswith("dream 2/4  frame 2/4")
    assert told[0].path == tmp_path
    assert Progress.from_message(told[0].to_message()) == told[0]
