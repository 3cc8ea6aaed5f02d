"""The process that makes dreams, as the server sees it: lines of JSON over its standard streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from dreamgen import describe_end


class Ended(Exception):
    """The process is no more; the text says how it ended."""


class Child:
    """A process of its own, so that a crash, a hang or want of memory takes only the dream at hand.

    It ends when the server does, however that ends: its standard input is closed then.
    """

    def __init__(self, begin: Mapping[str, Any], environment: Mapping[str, str]):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dreamgen_studio.jobs.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **environment},
        )
        self._events: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.send(begin)

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Mapping[str, Any]) -> None:
        """Tell the process something; one that has ended is found out by :meth:`next`."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def next(self, timeout: float) -> dict[str, Any] | None:
        """Return what the process says next, None if it says nothing for so long; or raise Ended."""
        try:
            event = self._events.get(timeout=timeout)
        except Empty:
            return None
        if event is None:
            self._events.put(None)
            raise Ended(describe_end(self._process))
        return event

    def end(self) -> None:
        """End the process at once."""
        process = self._process
        with suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._events.put(json.loads(line))
        self._events.put(None)
