from __future__ import annotations

import io
import sys

import torch

from dreamgen.cli.shared.progress import still_progress
from dreamgen.engine.events import Step


def steps():
    for octave, (height, width) in enumerate([(30, 40), (60, 80)], start=1):
        for step in (1, 2):
            pixels = torch.zeros(1, 3, height, width)
            done = ((octave - 1) * 2 + step) / 4
            yield Step(octave, 2, step, 2, torch.tensor([octave + step / 10]), pixels, done)


def shown(monkeypatch, terminal: bool) -> str:
    stream = io.StringIO()
    stream.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with still_progress() as listener:
        for step in steps():
            listener(step)
    return stream.getvalue()


def test_a_pipe_gets_one_line_for_each_octave(monkeypatch):
    first, second = shown(monkeypatch, terminal=False).splitlines()
    assert first.startswith("octave 1/2  40x30  objective 1.2  ")
    assert second.startswith("octave 2/2  80x60  objective 2.2  ")


def test_a_terminal_gets_octave_step_objective_and_time_left(monkeypatch):
    text = shown(monkeypatch, terminal=True)
    assert "octave 2/2  step 2/2" in text
    assert "objective 2.2" in text
    assert "0:00:00" in text
