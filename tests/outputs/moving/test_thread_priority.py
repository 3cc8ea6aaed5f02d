"""Threads that ask for real time get the usual priority; others keep what they have."""

from __future__ import annotations

import os
import threading

import pytest

from dreamgen.outputs.moving.thread_priority import without_real_time


def take_real_time():
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except (AttributeError, PermissionError):
        return False
    return True


class Worker(threading.Thread):
    """A thread that takes real time, as an encoder's may, and stays until it is told to end."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ready, self.end, self.allowed = threading.Event(), threading.Event(), False
        self.start()
        self.ready.wait()

    def run(self):
        self.allowed = take_real_time()
        self.ready.set()
        self.end.wait()

    def finish(self):
        self.end.set()
        self.join()


def test_only_threads_that_began_meanwhile_lose_their_real_time():
    earlier = Worker()
    if not earlier.allowed:
        earlier.finish()
        pytest.skip("only root may take real time")
    with without_real_time():
        begun = Worker()
    try:
        assert os.sched_getscheduler(begun.native_id) == os.SCHED_OTHER
        assert os.sched_getscheduler(earlier.native_id) == os.SCHED_FIFO
    finally:
        begun.finish()
        earlier.finish()
