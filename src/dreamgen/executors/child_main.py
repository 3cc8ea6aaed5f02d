"""The main program of a process that makes tasks: a line of JSON for each, and a line in answer."""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from dreamgen.errors import InputWarning
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task
from dreamgen.tasks.worker import Worker


def main() -> None:
    """Read the setup and then tasks from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    answers = _keep_standard_output()
    begin = json.loads(sys.stdin.readline())
    session = Setup.from_message(begin["setup"]).open()
    worker = Worker(session, Path(begin["folder"]), begin["place"])
    for made in _make(worker):
        print(json.dumps(made.to_message()), file=answers, flush=True)


def _make(worker: Worker) -> Iterator[Made]:
    for line in sys.stdin:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", InputWarning)
            (made,) = worker.make([Task.from_message(json.loads(line))])
        said = [str(each.message) for each in warned if issubclass(each.category, InputWarning)]
        yield replace(made, warnings=tuple(dict.fromkeys(said)))


def _keep_standard_output() -> TextIO:
    """Return standard output; what a plugin prints goes to standard error instead."""
    kept = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return kept


if __name__ == "__main__":
    main()
