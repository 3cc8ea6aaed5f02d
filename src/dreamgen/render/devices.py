"""Several devices share the batches of a render: each has the network, and takes the next one due."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from threading import Event, Lock
from typing import TYPE_CHECKING

from dreamgen.engine.events import Listener, Milestone, Step
from dreamgen.errors import DreamError
from dreamgen.render.job import Job
from dreamgen.render.torch_settings import with_own_torch_settings

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network

Dream = Callable[[Sequence[Job], Listener | None], "Tensor"]


class _StoppedError(DreamError):
    """Another device has failed, or nobody wants the rest."""


def share_evenly(jobs: Sequence[Job], most: int) -> int:
    """Return how many of the jobs make a batch: ``most``, or fewer so that no device is idle."""
    return min(most, math.ceil(len(jobs) / (1 + len(jobs[0].replicas))))


def spread(
    batches: Sequence[Sequence[Job]], dream: Dream, listener: Listener | None = None
) -> Iterator[Tensor]:
    """Yield what ``dream`` gives for each batch, in order, on all devices that the jobs have.

    Steps of one batch never run on two devices, so its pixels are those of one device alone. An
    error on any device ends the work of all, and is raised.
    """
    count = 1 + min((len(job.replicas) for batch in batches for job in batch), default=0)
    if count == 1 or len(batches) == 1:
        yield from (dream(batch, listener) for batch in batches)
        return
    crew = _Crew(count, dream, listener)
    with ThreadPoolExecutor(count) as pool:
        try:
            waiting = [pool.submit(crew.work, batch) for batch in batches]
            for future in waiting:
                yield future.result()
        except _StoppedError:
            raise crew.failures[0] from None
        finally:
            crew.stopped.set()
            pool.shutdown(cancel_futures=True)


class _Crew:
    """Devices by number, each at one batch at a time."""

    def __init__(self, count: int, dream: Dream, listener: Listener | None):
        self.stopped = Event()
        self.failures: list[BaseException] = []
        self._dream = dream
        self._listener = listener
        self._lock = Lock()
        self._free: SimpleQueue[int] = SimpleQueue()
        for number in range(count):
            self._free.put(number)

    @with_own_torch_settings
    def work(self, batch: Sequence[Job]) -> Tensor:
        """Dream a batch on the next device that is free."""
        number = self._free.get()
        try:
            moved = [_move(job, (job.network, *job.replicas)[number]) for job in batch]
            return self._dream(moved, self._listen)
        except _StoppedError:
            raise
        except BaseException as problem:
            self.failures.append(problem)
            self.stopped.set()
            raise
        finally:
            self._free.put(number)

    def _listen(self, event: Step | Milestone) -> None:
        if self.stopped.is_set():
            raise _StoppedError("stopped")
        if self._listener is not None:
            with self._lock:
                self._listener(event)


def _move(job: Job, network: Network) -> Job:
    return replace(job, network=network, ascent=replace(job.ascent, device=network.device))
