"""Everything that a machine with a GPU is to answer about dreamgen, in one run of eight minutes.

    python benchmarks/gpu.py --out results                       on a machine with torch
    python benchmarks/gpu.py --out results --wheels FOLDER       without a package registry
    python benchmarks/gpu.py --out results --device cpu --tiny   to prove here that it works

It runs from a plain checkout: what dreamgen needs and is not there goes into a folder of its own.
Each part is a process with a share of the time; what fails or takes too long is noted, and the rest
goes on. results/gpu.json holds the answers, results/gpu.log what was printed; files of more than
16 MB are split into numbered parts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gpu_parts.report import read_report
from gpu_parts.site import make_site
from gpu_parts.summary import sum_up

HERE = Path(__file__).resolve().parent
PARTS = {"machine": 40, "tests": 100, "steps": 130, "filters": 25, "films": 90, "stills": 60}
"""Seconds that each part may take; the training takes what is left of the minutes."""
PATIENCE = 4  # times as long for a processor that has other work
RESERVE = 20  # seconds at the end, for the training's file and the results
LARGEST = 16 * 2**20


def main() -> None:
    """Run every part, and write the results; exit with 1 if anything failed."""
    arguments = _arguments()
    begun = time.monotonic()
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as site, (out / "gpu.log").open("w") as log:
        found["packages"] = make_site(Path(site), HERE.parent, arguments.wheels)
        paths = [
            site,
            *(str(HERE.parent / name) for name in ("src", "plugins/dreamgen-bestiary/src")),
        ]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}
        for part in (*PARTS, "training"):
            left = arguments.minutes * 60 - (time.monotonic() - begun)
            usual = PARTS.get(part, 0) * (PATIENCE if arguments.tiny else 1)
            limit = left - RESERVE if part == "training" else min(usual, left)
            if part in arguments.parts and limit > 5:
                found[part] = run_part(part, arguments, limit, environment, log)
                print(f"{part}: {_sum_up(found[part])}", flush=True)
            answers = {"summary": sum_up(found), **found}
            (out / "gpu.json").write_text(json.dumps(answers, indent=1))
    print(json.dumps(sum_up(found), indent=1))
    split_large_files(out)
    sys.exit(any(_list_failures(part) for part in found.values()))


def run_part(
    part: str, arguments: argparse.Namespace, limit: float, environment: dict[str, str], log: Any
) -> dict[str, Any]:
    """Run one part in a process; return what it reported, and how it ended."""
    lines = arguments.out.resolve() / f"{part}.jsonl"
    lines.unlink(missing_ok=True)
    words = ["-m", f"gpu_parts.{part}", arguments.device, str(lines), f"{limit:.0f}"]
    print(f"== {part}, at most {limit:.0f} s", file=log, flush=True)
    begun, problem = time.monotonic(), None
    command = [sys.executable, *words, *(["--tiny"] if arguments.tiny else [])]
    process = subprocess.Popen(command, cwd=HERE, env=environment, stdout=log, stderr=log)
    try:
        code = process.wait(limit)
        problem = f"ended with {code}" if code else None
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        problem = f"took more than {limit:.0f} s"
    found = {"seconds": round(time.monotonic() - begun, 1), **read_report(lines)}
    lines.unlink(missing_ok=True)
    return {**found, "problem": problem} if problem else found


def split_large_files(folder: Path) -> None:
    """Cut each file of more than 16 MB into parts; `cat NAME.part*` joins them again."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.stat().st_size > LARGEST and ".part" not in path.suffix:
            data = path.read_bytes()
            for number, start in enumerate(range(0, len(data), LARGEST)):
                path.with_name(f"{path.name}.part{number}").write_bytes(
                    data[start : start + LARGEST]
                )
            path.unlink()


def _list_failures(found: Any) -> list[str]:
    if not isinstance(found, dict):
        return []
    own = [name for name in ("problem", "error") if found.get(name)]
    return own + [name for name, value in found.items() if _list_failures(value)]


def _sum_up(found: dict[str, Any]) -> str:
    failed = _list_failures(found)
    return f"{found['seconds']} s" + (f", not well: {', '.join(failed)}" if failed else "")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("gpu-results"))
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--wheels", type=Path, help="a folder of wheels, in place of a registry")
    parser.add_argument("--tiny", action="store_true", help="sizes at which a processor is enough")
    every = [*PARTS, "training"]
    parser.add_argument("--parts", nargs="+", choices=every, default=every)
    return parser.parse_args()


if __name__ == "__main__":
    main()
