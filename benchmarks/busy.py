"""A render on a busy machine: beside processes that use every core, and beside another render.

    python benchmarks/busy.py [--size 400] [--load 0 1 2] [--seconds 300]

The load is so many busy processes for each core. Each render is run twice: as dreamgen sets it up,
with idle threads asleep, and with torch loaded first, so that idle threads spin as they do by
default. A fair share of the cores would take 1 + load times as long as a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

BEFORE = {"asleep": "", "spinning": "import torch; "}
RUN = "from dreamgen.cli.main import main; main()"
SPIN = "while True: pass"


def main() -> None:
    """Measure, and print a table of seconds and ratios."""
    arguments = _arguments()
    cores = os.cpu_count() or 1
    print(f"{cores} cores, {arguments.size} px; seconds, and times the quiet machine")
    print("busy processes   " + "".join(f"{name:>18}" for name in BEFORE))
    quiet: dict[str, float] = {}
    for load in arguments.load:
        cells = []
        for name, before in BEFORE.items():
            with keep_busy(load * cores):
                taken = time_renders(1, arguments.size, before, arguments.seconds)
            quiet.setdefault(name, taken)
            cells.append(f"{taken:8.1f} {taken / quiet[name]:6.1f} x ")
        print(f"{load * cores:14}   {''.join(f'{cell:>18}' for cell in cells)}", flush=True)
    both = {
        name: time_renders(2, arguments.size, before, arguments.seconds)
        for name, before in BEFORE.items()
    }
    cells = [f"{both[name]:8.1f} {both[name] / 2 / quiet[name]:6.2f} x " for name in BEFORE]
    print(f"two renders at once{''.join(f'{cell:>18}' for cell in cells)} of one after the other")


@contextmanager
def keep_busy(processes: int) -> Iterator[None]:
    """Run so many processes that do nothing but use a core each."""
    started = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def time_renders(count: int, size: int, before: str, most: float) -> float:
    """Return the seconds that ``count`` renders at once take; ``most`` if they take longer."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OMP_")}
    command = ["render", "sample:cat", "--size", str(size), "-q", "-o"]
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        renders = [
            subprocess.Popen(
                [sys.executable, "-c", before + RUN, *command, f"{folder}/{number}.png"],
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            for number in range(count)
        ]
        for render in renders:
            try:
                render.wait(max(1, most - (time.perf_counter() - begin)))
            except subprocess.TimeoutExpired:
                render.kill()
                render.wait()
        return time.perf_counter() - begin


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--load", type=int, nargs="+", default=[0, 1, 2], help="of each core")
    parser.add_argument("--seconds", type=float, default=300, help="after which a render is ended")
    return parser.parse_args()


if __name__ == "__main__":
    main()
