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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kinds import Kind
from watch import Problem, Watch

_SILENCE = 180.0  # seconds by the wall clock after which a process counts as hanging
_MEMORY = 6 << 30  # bytes that a process may hold at most, so that the machine survives


@dataclass(frozen=True)
class Input:
    """An input of a kind: to be made from a seed and a number, or a file."""

    kind: Kind
    seed: int = 0
    number: int = 0
    file: Path | None = None

    def read(self) -> bytes:
        """Return its bytes."""
        return self.file.read_bytes() if self.file else self.kind.make(self.seed, self.number)


@dataclass(frozen=True)
class Failure:
    """An input, and what it did that none may do."""

    input: Input
    problem: Problem


def run_workers(inputs: Sequence[Input], jobs: int) -> list[Failure]:
    """Return the problems of all inputs, in order; ``jobs`` processes share them."""
    workers = [_Worker(list(inputs[job::jobs])) for job in range(jobs)]
    running = workers
    while running:
        running = [worker for worker in running if not worker.collect()]
    failures = [failure for worker in workers for failure in worker.failures]
    return sorted(failures, key=lambda failure: failure.input.number)


class _Worker:
    """One process at a time, which works on the inputs that are left."""

    def __init__(self, left: list[Input]):
        self.left = left
        self.failures: list[Failure] = []
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.results: Any = context.Queue()
        arguments = (self.left, self.results)
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
        tried = self.left.pop(0)
        self.failures += [Failure(tried, problem) for problem in problems]

    def _find_loss(self) -> str | None:
        code = self.process.exitcode
        if code is not None:
            return f"crashed: {signal.Signals(-code).name if code < 0 else f'exit {code}'}"
        return "hangs" if time.monotonic() - self.since > _SILENCE else None


def _work(left: list[Input], results: Any) -> None:
    """Say that it is ready; then try one input after another, and say what was wrong with each."""
    left = [replace(each, file=each.file and each.file.absolute()) for each in left]
    try:
        import uses

        with open_watch() as watch:
            uses.warm_up()
            watch.capture_output()
            results.put([])
            for each in left:
                path = watch.work / f"input{each.kind.suffix}"
                try:
                    path.write_bytes(each.read())
                except Exception:
                    results.put([Problem("cannot be made", traceback.format_exc())])
                    continue
                results.put(watch.try_input(path, each.kind.use))
                path.unlink(missing_ok=True)
    except BaseException:
        results.put(traceback.format_exc())


@contextlib.contextmanager
def open_watch() -> Iterator[Watch]:
    """Watch this process from now on, in a folder that goes afterwards."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123  # for as long as the process lives
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        yield Watch(folder)
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
