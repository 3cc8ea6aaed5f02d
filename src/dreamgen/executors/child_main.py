"""The main program of a worker process: tasks come in as lines of JSON, answers go out as others."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

from dreamgen.child_process import keep_standard_output
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task
from dreamgen.tasks.worker import Worker


def main() -> None:
    """Read the setup and then lists of tasks from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    answers = keep_standard_output()
    begin = json.loads(sys.stdin.readline())

    def tell(what: Made | Progress) -> None:
        print(json.dumps(what.to_message()), file=answers, flush=True)

    setup = Setup.from_message(begin["setup"], tell)
    folder, place = Path(begin["folder"]), begin["place"]
    worker = Worker(setup.open(), folder, place, setup.hear, setup.together)
    for line in sys.stdin:
        for made in worker.make(map(Task.from_message, json.loads(line))):
            tell(made)


if __name__ == "__main__":
    main()
