"""What a part found, written line by line, so that a process that is ended loses nothing."""

from __future__ import annotations

import argparse
import json
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch


class Report:
    """Answers by name, each written to a file as soon as it is there."""

    def __init__(self, path: Path, device: torch.device, tiny: bool, limit: float):
        self.path, self.device, self.tiny, self.limit = path, device, tiny, limit
        self._begun = time.monotonic()

    @property
    def left(self) -> float:
        """The seconds that are left to the part."""
        return self.limit - (time.monotonic() - self._begun)

    def ask(self, name: str, answer: Callable[[], Any]) -> Any:
        """Write what ``answer`` returns, or that it failed and why; return it, or None."""
        try:
            found = answer()
        except Exception as problem:
            traceback.print_exc()
            found = None
            self._write(name, {"error": f"{type(problem).__name__}: {problem}"[:500]})
        else:
            self._write(name, found)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        return found

    def _write(self, name: str, found: Any) -> None:
        print(f"{name}: {json.dumps(found)}", flush=True)
        with self.path.open("a") as file:
            file.write(json.dumps({name: found}) + "\n")


def open_report() -> Report:
    """Return the report that the words of the command ask for: device, file, seconds, --tiny."""
    parser = argparse.ArgumentParser()
    parser.add_argument("device", type=torch.device)
    parser.add_argument("path", type=Path)
    parser.add_argument("limit", type=float)
    parser.add_argument("--tiny", action="store_true")
    words = parser.parse_args()
    return Report(words.path, words.device, words.tiny, words.limit)


def read_report(path: Path) -> dict[str, Any]:
    """Return all answers of a file."""
    found: dict[str, Any] = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        found |= json.loads(line)
    return found


def time_calls(call: Callable[[], Any], device: torch.device, seconds: float = 1.0) -> float:
    """Return the median seconds of a call, warmed up, each waited for."""
    for _ in range(3):
        call()
    times: list[float] = []
    begun = time.monotonic()
    while len(times) < 3 or (time.monotonic() - begun < seconds and len(times) < 50):
        wait_for(device)
        started = time.perf_counter()
        call()
        wait_for(device)
        times.append(time.perf_counter() - started)
    return sorted(times)[len(times) // 2]


def wait_for(device: torch.device) -> None:
    """Wait until a device has done all that it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
