"""A clock that does not count how long others had the processor."""

from __future__ import annotations

import time

import pytest

from dreamgen.plugins.authoring.check import clock
from dreamgen.plugins.authoring.check.clock import read_clock


def test_sleep_counts():
    start = read_clock()
    time.sleep(0.05)
    assert read_clock() - start > 0.04


def test_waiting_for_a_processor_does_not(tmp_path, monkeypatch):
    told = tmp_path / "schedstat"
    monkeypatch.setattr(clock, "_SCHEDULER", told)
    monkeypatch.setattr(time, "perf_counter", lambda: 100.0)
    for text in ("470520 2500000000 1\n", "", "no numbers"):
        told.write_text(text)
        assert read_clock() == pytest.approx(97.5 if text.startswith("4") else 100.0)
    told.unlink()
    assert read_clock() == 100.0
