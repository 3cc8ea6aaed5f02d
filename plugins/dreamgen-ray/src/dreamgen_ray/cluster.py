"""The connection to a Ray cluster, and what its machines have."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import ray

from dreamgen import BadInput

PATIENCE = 5.0  # seconds in which a cluster's machine must answer
STARTED_SLOWLY = "Starting Ray client server failed"
"""What Ray says if its process for a new connection took over 30 s to start: a second try helps."""
USUAL_CPUS = 4
"""Cores of a worker without a GPU: networks gain little from more, and memory is spent on each."""


@dataclass(frozen=True)
class Needs:
    """What one worker needs: a share of a GPU, and cores."""

    gpus: float
    cpus: int

    def count(self, resources: dict[str, float]) -> int:
        """Return how many workers such resources hold."""
        if self.gpus:
            return int(resources.get("GPU", 0) / self.gpus)
        return int(resources.get("CPU", 0) / self.cpus)

    def __str__(self) -> str:
        cores = f"{self.cpus} core{'s' if self.cpus > 1 else ''}"
        return f"{self.gpus:g} GPU and {cores}" if self.gpus else cores


@dataclass(frozen=True)
class Cluster:
    """A cluster that this process is connected to."""

    address: str

    def resources(self) -> list[dict[str, float]]:
        """Return what each living machine has in all, as "CPU" and "GPU"."""
        return [node["Resources"] for node in ray.nodes() if node["Alive"]]

    def choose_needs(self, gpus: float | None, cpus: int | None) -> Needs:
        """Return what a worker gets: what was asked for, or else what suits these machines."""
        machines = self.resources()
        if gpus is None:
            gpus = 1.0 if any(machine.get("GPU") for machine in machines) else 0.0
        if cpus is None:
            cores = [int(machine["CPU"]) for machine in machines if machine.get("CPU", 0) >= 1]
            cpus = 1 if gpus else min([USUAL_CPUS, *cores])
        return Needs(gpus, cpus)

    def count_places(self, needs: Needs) -> int:
        """Return how many workers there is room for, if nobody else uses the cluster."""
        return sum(needs.count(machine) for machine in self.resources())


@contextmanager
def connect(address: str) -> Iterator[Cluster]:
    """Connect to a cluster; BadInput if there is none or if its Ray or Python is another."""
    if ray.is_initialized():  # the calling program is connected: it stays so
        yield Cluster(address)
        return
    _check_answers(address)
    try:
        _join(address)
    except (ConnectionError, RuntimeError, ValueError) as problem:
        raise BadInput(_explain(address, str(problem))) from None
    try:
        with _quiet():
            yield Cluster(address)
    finally:
        ray.shutdown()


def _join(address: str) -> None:
    try:
        ray.init(address, log_to_driver=False, logging_level="critical", namespace="dreamgen")
    except (ConnectionError, RuntimeError) as problem:
        if STARTED_SLOWLY not in str(problem):
            raise
        ray.init(address, log_to_driver=False, logging_level="critical", namespace="dreamgen")


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Ray not tell of workers that end: it would do so where the paths of results are printed.

    No setting keeps it from that, ``log_to_driver`` included.
    """
    from ray._private import worker

    told = getattr(worker, "print_to_stdstream", None)
    worker.print_to_stdstream = lambda *args, **kwargs: None
    try:
        yield
    finally:
        worker.print_to_stdstream = told


def _check_answers(address: str) -> None:
    """Raise BadInput at once where nobody answers; Ray itself would try for half a minute."""
    if address == "auto":
        return
    found = re.fullmatch(r"(?:ray://)?(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d+)(?:/.*)?", address)
    if found is None:
        raise BadInput(f"--on {address}: write it as ray://HOST:10001, or HOST:6379 in the cluster")
    try:
        socket.create_connection((found[1].strip("[]"), int(found[2])), PATIENCE).close()
    except (OSError, OverflowError) as problem:
        raise BadInput(f"no Ray cluster answers at {address}: {problem}") from None


def _explain(address: str, problem: str) -> str:
    versions = re.findall(r"(Ray|Python): (\S+)", problem)
    if "ersion mismatch" in problem and len(versions) == 4:
        there, here = dict(versions[:2]), dict(versions[2:])
        pairs = [
            f"{name} {there[name]}, and this machine has {here[name]}"
            for name in there
            if there[name] != here.get(name)
        ]
        return f"the Ray cluster at {address} has {'; '.join(pairs)}: both must be the same"
    if address == "auto":
        return "this machine is in no Ray cluster: give the address of one, as ray://HOST:10001"
    said = problem.strip().rpartition("Error: ")[2] or problem
    return f"the Ray cluster at {address} cannot be used: {said}"
