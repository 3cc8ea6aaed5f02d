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

import shrink
import strace
from kinds import KINDS, Kind
from worker import Failure, Input, run_workers


def main() -> int:
    """Run, print a table of what failed, and return 1 if anything did."""
    options = _read_options()
    chosen = list(KINDS.values()) if options.kind == "all" else [KINDS[options.kind]]
    if options.strace:
        return strace.run_again(sys.argv)
    if options.shrink:
        return shrink.main(chosen[0], options.shrink)
    if options.replay:
        inputs = [Input(chosen[0], file=options.replay)]
    else:
        numbers = range(options.start, options.start + options.count)
        inputs = [Input(kind, options.seed, number) for number in numbers for kind in chosen]
    started = time.monotonic()
    failures = run_workers(inputs, options.jobs)
    print(f"{len(inputs)} inputs in {time.monotonic() - started:.0f} s")
    for kind in chosen:
        _print_table(kind, [failure for failure in failures if failure.input.kind == kind])
    if options.replay:
        for failure in failures:
            print(f"\n{failure.problem.sort}\n{failure.problem.detail}")
    if options.keep:
        _keep(failures, options.keep)
    return int(bool(failures))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kind", choices=[*KINDS, "all"], required=True)
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


def _print_table(kind: Kind, failures: list[Failure]) -> None:
    sorts = defaultdict(list)
    for failure in failures:
        sorts[failure.problem.sort].append(failure)
    print(f"{kind.name}: {len({failure.input for failure in failures})} failed")
    for sort, alike in sorted(sorts.items(), key=lambda item: -len(item[1])):
        said = (alike[0].problem.detail.strip().splitlines() or [""])[-1][:160]
        print(f"  {len(alike):6} x {sort}   (first: {alike[0].input.number})  {said}")


def _keep(failures: list[Failure], folder: Path) -> None:
    """Write up to three inputs of each way to fail, with what happened beside each."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[tuple[str, str], int] = defaultdict(int)
    for failure in failures:
        given, problem = failure.input, failure.problem
        kept[given.kind.name, problem.sort] += 1
        if kept[given.kind.name, problem.sort] > 3:
            continue
        path = folder / f"{given.kind.name}-{given.seed}-{given.number}{given.kind.suffix}"
        path.write_bytes(given.read())
        with path.with_suffix(".why").open("a") as why:
            why.write(f"{problem.sort}\n{problem.detail}\n\n")


if __name__ == "__main__":
    sys.exit(main())
