"""The workers that there are at present: as many as the cluster has room for."""

from __future__ import annotations

import time
import warnings
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import ray

from dreamgen import BadInput, DreamError, InputWarning, Setup
from dreamgen_ray.actor import Actor, Hello
from dreamgen_ray.cluster import Cluster, Needs
from dreamgen_ray.versions import find_difference, list_versions

AT_ONCE = 4
"""Workers that start at the same time, at least: then as many as there are already."""
IN_ITS_START = "creation task"
"""What Ray says of a worker whose own code failed when it started."""
LOOKED_EVERY = 2.0  # seconds between two looks at what the cluster has


@dataclass
class Member:
    """A worker that is ready; ``due`` are the results that it owes, the first one first."""

    handle: Any
    hello: Hello
    due: deque[tuple[Any, Any]] = field(default_factory=deque)

    @property
    def place(self) -> str:
        return self.hello.place


class Crew:
    """Starts workers wherever there is room, and one more, which waits for a machine to join.

    Ray places a waiting worker as soon as it can, and lets an autoscaler know that it is wanted.
    """

    def __init__(
        self, cluster: Cluster, needs: Needs, setup: Setup, most: int | None, patience: float
    ):
        self._cluster = cluster
        self._needs = needs
        self._most = most
        self._patience = patience
        self._versions = list_versions(setup.open())
        plugins = {str(path.absolute()): path.read_bytes() for path in setup.plugin_files}
        self._arguments = (setup.to_message(), plugins, needs.cpus)
        self._starting: dict[Any, Any] = {}
        self._unfit: dict[str, Any] = {}
        self._changed = time.monotonic()
        self._looked = 0.0
        self._places = 0
        self.members: list[Member] = []

    @property
    def starting(self) -> list[Any]:
        """What to wait for until another worker is ready."""
        return list(self._starting)

    def grow(self) -> None:
        """Start workers where there is room for more."""
        now = time.monotonic()
        if now - self._looked > LOOKED_EVERY:
            self._looked, self._places = now, self._cluster.count_places(self._needs)
        there = len(self.members) + len(self._unfit)
        most = min(self._wanted + 1 - there, max(AT_ONCE, there))
        if self._most is not None:
            most = min(most, self._most - len(self.members))
        while len(self._starting) < most:
            handle = self._start()
            self._starting[handle.hello.remote()] = handle
        if not self.members and not self.expects_more:
            raise DreamError(
                f"no worker has started in {self._patience:g} s: each needs {self._needs}, and the"
                f" cluster at {self._cluster.address} has room for {self._places}, used or not"
            )

    @property
    def _wanted(self) -> int:
        return self._places if self._most is None else min(self._most, self._places)

    @property
    def expects_more(self) -> bool:
        """Whether another worker may be ready soon: there is room, and patience has not ended."""
        has_room = len(self.members) + len(self._unfit) < max(1, self._wanted)
        return has_room and time.monotonic() - self._changed < self._patience

    def _start(self) -> Any:
        options = {"num_cpus": self._needs.cpus, "num_gpus": self._needs.gpus, "max_restarts": 0}
        kind = ray.remote(concurrency_groups={"news": 1})(Actor).options(
            scheduling_strategy="SPREAD", **options
        )
        return kind.remote(*self._arguments)

    def admit(self, ref: Any) -> None:
        """Take in a worker that has started, unless its machine differs from this one.

        Such a one is left alone, so that no other starts in its place. BadInput if there is nobody
        else.
        """
        handle = self._starting.pop(ref)
        try:
            hello = Hello(*ray.get(ref))
        except ray.exceptions.RayError as problem:
            if IN_ITS_START in str(problem):
                self._refuse(str(ref), handle, _explain(problem))
            return  # it was killed, or its machine left: another one starts
        difference = find_difference(self._versions, hello.versions, f"the worker at {hello.place}")
        if difference:
            self._refuse(hello.place, handle, difference)
        else:
            self.members.append(Member(handle, hello))

    def _refuse(self, place: str, handle: Any, sentence: str) -> None:
        self._unfit[place] = handle
        if not self.members and len(self._unfit) >= max(1, self._places):
            raise BadInput(sentence)
        warnings.warn(f"{sentence}; the others go on without it", InputWarning, stacklevel=2)

    def dismiss(self, member: Member) -> None:
        """Forget a worker that has ended."""
        self.members.remove(member)
        self._looked, self._changed = 0.0, time.monotonic()

    def end(self) -> None:
        """End all workers, at once if they are at a task."""
        handles: Sequence[Any] = [
            *(member.handle for member in self.members),
            *self._starting.values(),
            *self._unfit.values(),
        ]
        for handle in handles:
            ray.kill(handle)


def _explain(problem: ray.exceptions.RayError) -> str:
    """Return why a worker could not start, in one sentence."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    said = lines[-1] if lines else type(problem).__name__
    if "No module named" in said:
        return f"a worker lacks what it needs ({said}): install dreamgen-ray on every machine"
    return f"a worker could not start: {said}"
