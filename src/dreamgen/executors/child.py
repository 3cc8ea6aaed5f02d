"""A process that makes tasks, as its parent sees it: lines of JSON over its standard streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dreamgen.child_process import PATIENCE, describe_end
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task


@dataclass(frozen=True)
class Lost:
    """A process ended before it had finished its tasks."""

    problem: str


Answer = Callable[[Made | Progress | Lost], None]


class Child:
    """A process that makes a few tasks at a time, with ``threads`` of torch's.

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

    def send(self, tasks: Sequence[Task], answer: Answer) -> None:
        """Let the process make tasks; ``answer`` is called, in another thread, after each.

        It is called with how far they are too, if the setup wants it. If the process ends before all
        are made, the last answer is that it is lost.
        """
        threading.Thread(target=self._make, args=(tasks, answer), daemon=True).start()

    def _make(self, tasks: Sequence[Task], answer: Answer) -> None:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError, ValueError):
            if self._begin:
                print(json.dumps(self._begin), file=process.stdin)
                self._begin = {}
            messages = [task.to_message() for task in tasks]
            print(json.dumps(messages), file=process.stdin, flush=True)
        left = len(tasks)
        while left:
            line = ""
            with suppress(OSError, ValueError):
                line = process.stdout.readline()
            if not line.endswith("\n"):
                answer(Lost(f"the process that made it ended ({describe_end(process)})"))
                return
            message = json.loads(line)
            is_made = "problem" in message
            left -= is_made
            answer((Made if is_made else Progress).from_message(message))

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
