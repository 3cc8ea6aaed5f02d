"""Tasks made on the machines of a Ray cluster."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pydantic import Field

from dreamgen import Executor, Made, Setup, Task


class Ray(Executor):
    """Makes tasks on a Ray cluster: one worker for each GPU, or for some cores where there are none.

    A worker keeps its networks loaded. One that is killed costs only the pictures that it was at,
    which are made again elsewhere; machines may leave and join at any time. Files that recipes name
    travel through Ray's object store, so no shared disk is needed. Every machine needs this plugin.
    """

    address: str = Field(
        "auto", description="ray://HOST:10001; HOST:6379 from within the cluster; auto: this one's"
    )
    workers: int | None = Field(
        None, ge=1, description="at most so many; left out: as many as the cluster has room for"
    )
    gpus: float | None = Field(
        None, ge=0, le=1, description="share of a GPU for a worker; left out: 1 if there are any"
    )
    cpus: int | None = Field(
        None, ge=1, le=256, description="cores, and threads, of a worker; left out: up to 4"
    )
    batch: int | None = Field(
        None, ge=1, le=256, description="tasks sent at once; left out: 8 for a GPU, 1 for cores"
    )
    together: int = Field(
        1,
        ge=1,
        le=256,
        description="neighbours that share their forward passes, where they differ in seed, picture "
        "or objective: much faster on a GPU, but details then depend on the neighbours",
    )
    patience: float = Field(
        300.0, gt=0, description="seconds to wait for a first worker, as machines may have to start"
    )

    def run(self, tasks: Iterable[Task], setup: Setup) -> Iterator[Made]:
        """Yield what became of each task, in the order in which they are finished."""
        waiting = iter(tasks)
        first = next(waiting, None)
        if first is None:  # as when all results are there
            return
        from dreamgen_ray.cluster import connect
        from dreamgen_ray.crew import Crew
        from dreamgen_ray.dispatch import Dispatch
        from dreamgen_ray.shipping import Shipping
        from dreamgen_ray.watch import Watch

        with connect(self.address) as cluster, tempfile.TemporaryDirectory("-dreamgen") as folder:
            needs = cluster.choose_needs(self.gpus, self.cpus)
            setup = replace(setup, together=max(setup.together, self.together))
            shipping = Shipping(setup.permissions)
            crew = Crew(cluster, needs, setup, self.workers, self.patience)
            watch, made = Watch(setup.hear, Path(folder)), Path(folder)
            dispatch = Dispatch(crew, shipping, watch, made, self.batch, setup.together)
            try:
                yield from dispatch.run(chain([first], waiting))
            finally:
                crew.end()
