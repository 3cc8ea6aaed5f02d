"""A process that makes tasks, as its parent sees it: lines of JSON over its standard streams."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dreamgen.tasks.outcome import Made
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task

PATIENCE = 5.0  # seconds in which a process may end by itself


@dataclass(frozen=True)
class Lost:
    """A process ended before it had finished its task."""

    problem: str


Answer = Callable[[Made | Lost], None]


class Child:
    """A process that makes one task at a time, with ``threads`` of torch's.

    It imports dreamgen anew, so nothing of the program that begins it is run again.
    """

    def __init__(self, setup: Setup, folder: Path, place: str, threads: int):
        words = [sys.executable, "-m", "dreamgen.executors.child_main"]
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"OMP_NUM_THREADS": str(threads)},
        )
        self._begin = {"setup": setup.to_message(), "folder": str(folder), "place": place}

    def send(self, task: Task, answer: Answer) -> None:
        """Let the process make a task; ``answer`` is called, in another thread, when it has."""
        threading.Thread(target=self._make, args=(task, answer), daemon=True).start()

    def _make(self, task: Task, answer: Answer) -> None:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        line = ""
        with suppress(OSError, ValueError):
            if self._begin:
                print(json.dumps(self._begin), file=process.stdin)
                self._begin = {}
            print(json.dumps(task.to_message()), file=process.stdin, flush=True)
            line = process.stdout.readline()
        if line.endswith("\n"):
            answer(Made.from_message(json.loads(line)))
        else:
            answer(Lost(f"the process that made it ended ({_say_how(process)})"))

    def end(self) -> None:
        """End the process: at once if it is at a task."""
        process = self._process
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()


def _say_how(process: subprocess.Popen[str]) -> str:
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return "it no longer answers"
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
