"""The main program of the process that makes dreams: an order a line, and events in answer."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import Any

from dreamgen import keep_standard_output
from dreamgen_studio.jobs.wishes import Wishes


def main() -> None:
    """Read what there is to be done until standard input ends, which is when the server does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the server decides
    answers = keep_standard_output()
    lock = threading.Lock()

    def tell(event: Mapping[str, Any]) -> None:
        with lock:
            print(json.dumps(event), file=answers, flush=True)

    begin = json.loads(sys.stdin.readline())
    orders: SimpleQueue[dict[str, Any]] = SimpleQueue()
    wishes = Wishes()
    threading.Thread(target=_listen, args=(orders, wishes), daemon=True).start()
    from dreamgen_studio.jobs.maker import Maker

    maker = Maker(begin, tell, wishes)
    while True:
        maker.make(orders.get())


def _listen(orders: SimpleQueue[dict[str, Any]], wishes: Wishes) -> None:
    """Sort what the server says: orders wait, a wish about the order at hand is heard at once."""
    for line in sys.stdin:
        message = json.loads(line)
        if "wish" in message:
            wishes.note(message["id"], message["wish"])
        else:
            orders.put(message)
    os._exit(0)


if __name__ == "__main__":
    main()
