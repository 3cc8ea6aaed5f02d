"""Fuzz dreamgen: make inputs of a kind from seeds, try each, and say what none of them may do.

    python tests/fuzz/run.py --kind svg --count 20000 --seed 1 --jobs 2 --keep failed
    python tests/fuzz/run.py --kind svg --replay failed/svg-1-4711.svg

An input is made from its kind, the seed and its number alone. What is watched is in watch.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path

import kinds
import shrink
import strace
from worker import Failure, run_workers


def main() -> int:
    """Run, print a table of what failed, and return 1 if anything did."""
    options = _read_options()
    if options.strace:
        return strace.run_again(sys.argv)
    if options.replay:
        failures = run_workers(kinds.KINDS[options.kind], [options.replay], 1)
        for failure in failures:
            print(f"{failure.problem.sort}\n{failure.problem.detail}\n")
        return bool(failures)
    if options.shrink:
        return shrink.main(kinds.KINDS[options.kind], options.shrink)
    failed = False
    for name in kinds.KINDS if options.kind == "all" else [options.kind]:
        started = time.monotonic()
        numbers = range(options.start, options.start + options.count)
        wanted = [(options.seed, number) for number in numbers]
        failures = run_workers(kinds.KINDS[name], wanted, options.jobs)
        seconds = time.monotonic() - started
        _print_table(name, options.count, seconds, failures)
        if options.keep:
            _keep(kinds.KINDS[name], failures, options.keep)
        failed |= bool(failures)
    return failed


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kind", choices=[*kinds.KINDS, "all"], required=True)
    parser.add_argument("--count", type=int, default=1000, help="how many inputs; 1000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--keep", type=Path, help="a folder for inputs that fail")
    parser.add_argument("--replay", type=Path, help="try this file alone")
    parser.add_argument("--shrink", type=Path, help="write the smallest file that fails alike")
    parser.add_argument(
        "--strace", action="store_true", help="watch by strace what renderers' processes open"
    )
    return parser.parse_args()


def _print_table(name: str, count: int, seconds: float, failures: list[Failure]) -> None:
    sorts = defaultdict(list)
    for failure in failures:
        sorts[failure.problem.sort].append(failure)
    wrong = len({failure.number for failure in failures})
    print(f"{name}: {count} inputs in {seconds:.0f} s, {wrong} failed in {len(sorts)} ways")
    for sort, alike in sorted(sorts.items(), key=lambda item: -len(item[1])):
        first = alike[0]
        said = (first.problem.detail.strip().splitlines() or [""])[-1][:160]
        print(f"  {len(alike):6} x {sort}   (first: {first.number})  {said}")


def _keep(kind: kinds.Kind, failures: list[Failure], folder: Path) -> None:
    """Write up to three inputs of each way to fail, with what happened beside each."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, int] = defaultdict(int)
    for failure in failures:
        kept[failure.problem.sort] += 1
        if kept[failure.problem.sort] > 3:
            continue
        path = folder / f"{kind.name}-{failure.seed}-{failure.number}{kind.suffix}"
        path.write_bytes(kind.make(failure.seed, failure.number))
        with path.with_suffix(".why").open("a") as why:
            why.write(f"{failure.problem.sort}\n{failure.problem.detail}\n\n")


if __name__ == "__main__":
    sys.exit(main())
