"""A grid of 64 pictures: one process, one node of Ray, two; one joins midway, a worker is killed.

    python plugins/dreamgen-ray/benchmarks/two_nodes.py

The nodes are processes of this machine, with one core and one thread each. Prints a table of Markdown.
"""

from __future__ import annotations

import os

os.environ |= {"OMP_NUM_THREADS": "1", "RAY_DISABLE_DOCKER_CPU_WARNING": "1"}

import re
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from dreamgen import Executor, Made, Setup, Task
from dreamgen.executors.local import Local
from dreamgen.recipe.composing import compose
from dreamgen_ray.executor import Ray

SIZE = 128
NAP = """
import time
from dreamgen import Effect, Entry, hookimpl

class Nap(Effect):
    def apply(self, frame, picture, rng):
        time.sleep(1)
        return frame

@hookimpl
def dreamgen_effects():
    return [Entry("nap", "nap_plugin:Nap", "waits for a second")]
"""


def make_grid(count: int, **more: object) -> Iterator[Task]:
    for number in range(count):
        keys = {"input": "sample:cat", "size": SIZE, "steps": 6, "octaves": {"count": 3}}
        keys |= {"seed": number // 4, "layer": 2 + number % 4, **more}
        yield Task(number, compose([("grid", keys)]), Path(f"{number}.png"))


class Measured:
    """What an executor makes of a grid: the bytes, and times from the first result to the last."""

    def __init__(
        self,
        name: str,
        executor: Executor,
        setup: Setup,
        meddle: Callable[[int, Made], None] = lambda count, made: None,
        count: int = 64,
        **more: object,
    ):
        self.files: dict[int, bytes] = {}
        self.places: Counter[str] = Counter()
        seconds, times = [], []
        for made in executor.run(make_grid(count, **more), setup):
            assert made.path is not None, made.problem
            self.files[made.number] = made.path.read_bytes()
            self.places[made.place] += 1
            seconds.append(made.seconds)
            times.append((time.monotonic(), time.process_time()))
            meddle(len(times), made)
        # The first ones load networks.
        wall, own = (1000 * (b - a) / (count - 8) for a, b in zip(times[7], times[-1], strict=True))
        render = 1000 * sum(seconds[8:]) / (count - 8)
        self.wall = wall
        print(f"| {name} | {wall:.0f} | {render:.0f} | {own:.1f} | {self.told()} |", flush=True)

    def told(self) -> str:
        return " + ".join(map(str, self.places.values()))


def main() -> None:
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
    cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    there = cluster.address
    setup = Setup(plugin_files=(Path("nap_plugin.py").absolute(),))
    setup.plugin_files[0].write_text(NAP)

    def meddle(count: int, made: Made) -> None:
        if count == 12:
            cluster.add_node(**node)
        if count == 40:
            os.kill(int(re.findall(r"process (\d+)", made.place)[0]), signal.SIGKILL)

    nap = {"count": 24, "effects": ["nap"], "size": 32, "steps": 1, "octaves": {"count": 1}}
    print("| | ms a picture | of a render | driver's CPU | made by each worker |")
    print("| --- | --- | --- | --- | --- |")
    alone = Measured("one process", Local(), Setup())
    one = Measured("Ray, 1 worker", Ray(address=there), Setup())
    Measured("Ray, 1 worker, renders that wait 1 s", Ray(address=there), setup, **nap)
    changed = Measured("Ray, one joins, one is killed", Ray(address=there), Setup(), meddle)
    two = Measured("Ray, 2 workers", Ray(address=there), Setup())
    Measured("Ray, 2 workers, renders that wait 1 s", Ray(address=there), setup, **nap)
    print(f"\nTwo workers make {one.wall / two.wall:.2f} times as many pictures a second as one.")
    same = [other.files == alone.files for other in (one, changed, two)]
    print(f"\nThe same files, byte by byte: {same}; load of the machine {os.getloadavg()[0]:.1f}")
    cluster.shutdown()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
