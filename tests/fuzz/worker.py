"""Long-lived processes that try inputs; one that crashes or hangs is replaced, and reported."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinds import Kind
from watch import Problem, Watch

_SILENCE = 180.0  # seconds by the wall clock after which a process counts as hanging
_MEMORY = 6 << 30  # bytes that a process may hold at most, so that the machine survives

Wanted = tuple[int, int] | Path
"""An input to be made, by seed and number; or a file."""


@dataclass(frozen=True)
class Failure:
    """A problem with the input of a seed and a number (0, 0 for a file)."""

    seed: int
    number: int
    problem: Problem


def run_workers(kind: Kind, wanted: Sequence[Wanted], jobs: int) -> list[Failure]:
    """Return the problems of all inputs, in order; ``jobs`` processes share them."""
    workers = [_Worker(kind, list(wanted[job::jobs])) for job in range(jobs)]
    while not all(worker.collect() for worker in workers):
        pass
    failures = [failure for worker in workers for failure in worker.failures]
    return sorted(failures, key=lambda failure: failure.number)


class _Worker:
    """One process at a time, which works on the inputs that are left."""

    def __init__(self, kind: Kind, left: list[Wanted]):
        self.kind, self.left = kind, left
        self.failures: list[Failure] = []
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.results: Any = context.Queue()
        arguments = (self.kind, self.left, self.results)
        self.process = context.Process(target=_work, args=arguments, daemon=True)
        self.process.start()
        self.is_ready, self.since = False, time.monotonic()

    def collect(self) -> bool:
        """Take in one result, or replace a lost process; return True once nothing is left."""
        if not self.left:
            self.process.join()
            return True
        try:
            problems = self.results.get(timeout=0.5)
        except queue.Empty:
            lost = self._find_loss()
            if lost is None:
                return False
            if not self.is_ready:
                raise RuntimeError(f"the process that tries inputs cannot start: {lost}") from None
            self.process.kill()
            self._record([Problem(lost)])
            self._start()
            return False
        if isinstance(problems, str):
            raise RuntimeError(f"the process that tries inputs is broken: {problems}")
        if self.is_ready:
            self._record(problems)
        self.is_ready, self.since = True, time.monotonic()
        return False

    def _record(self, problems: list[Problem]) -> None:
        wanted = self.left.pop(0)
        seed, number = wanted if isinstance(wanted, tuple) else (0, 0)
        self.failures += [Failure(seed, number, problem) for problem in problems]

    def _find_loss(self) -> str | None:
        code = self.process.exitcode
        if code is not None:
            return f"crashed: {signal.Signals(-code).name if code < 0 else f'exit {code}'}"
        return "hangs" if time.monotonic() - self.since > _SILENCE else None


def _work(kind: Kind, left: list[Wanted], results: Any) -> None:
    """Say that it is ready; then try one input after another, and say what was wrong with each."""
    inputs = [path.read_bytes() if isinstance(path, Path) else path for path in left]
    try:
        with open_watch() as watch:
            watch.capture_output()
            results.put([])
            path = watch.work / f"input{kind.suffix}"
            for wanted in inputs:
                path.write_bytes(wanted if isinstance(wanted, bytes) else kind.make(*wanted))
                results.put(watch.try_input(path, kind.use))
                path.unlink(missing_ok=True)
    except BaseException:
        results.put(traceback.format_exc())


@contextlib.contextmanager
def open_watch() -> Iterator[Watch]:
    """Watch this process from now on, in a folder that goes afterwards; all is loaded already."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123  # for as long as the process lives
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        import uses

        watch = Watch(folder)
        uses.warm_up()
        yield watch
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
