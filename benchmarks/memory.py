"""What a large picture needs of memory and time, seen whole and in tiles.

    python benchmarks/memory.py                          2400 x 1800, layer 6
    python benchmarks/memory.py --size 4800x3600 --budgets 2GB 4GB

Every picture is dreamed for two steps in a process of its own; the memory is what the process grew
by at its peak, over what it held with everything loaded.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from subprocess_measurement import add_flag, answer, measure_in_subprocess, peak

STEPS = 2


def main() -> None:
    """Measure, and print a table; exit with 1 if a budget was overdrawn or a picture differs."""
    arguments = _arguments()
    if arguments.measure:
        answer(arguments.measure, measure)
        return
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        whole = measure_in_subprocess(
            __file__, size=arguments.size, layer=arguments.layer, memory="1000GB", to=folder
        )
        print("budget        needed   a step    x whole   largest difference, in 0..1")
        print(f"none      {whole['memory']:7.0f} MB {whole['seconds']:6.1f} s")
        for budget in arguments.budgets:
            tiles = measure_in_subprocess(
                __file__, size=arguments.size, layer=arguments.layer, memory=budget, to=folder
            )
            ratio, apart = tiles["seconds"] / whole["seconds"], tiles["apart"]
            print(
                f"{budget:9} {tiles['memory']:7.0f} MB {tiles['seconds']:6.1f} s"
                f"  {ratio:8.2f}   {apart:.2g}"
            )
            failed |= tiles["memory"] > megabytes(budget) or apart > 0.01
    sys.exit(failed)


def megabytes(text: str) -> float:
    """Return the number of MB of a budget such as 800MB or 2GB."""
    return float(text[:-2]) * (1024 if text.endswith("GB") else 1)


def measure(size: str, layer: int, memory: str, to: str) -> dict[str, float]:
    """Dream once; return seconds a step, MB of memory, and the difference to the first picture."""
    import torch

    import dreamgen

    more = {"layer": layer, "precision": "fp32", "octaves": {"count": 1}}
    dreamgen.dream("noise", size=320, steps=1, **more)
    before, times = peak(), [time.perf_counter()]
    dream = dreamgen.dream(
        "noise",
        size=size,
        steps=STEPS,
        memory=memory,
        on_step=lambda step: times.append(time.perf_counter()),
        **more,
    )
    kept, apart = Path(to) / "whole.pt", 0.0
    if kept.exists():
        apart = float((torch.load(kept) - dream.frame.pixels).abs().max())
    else:
        torch.save(dream.frame.pixels, kept)
    return {"seconds": times[-1] - times[-2], "memory": peak() - before, "apart": apart}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="2400x1800")
    parser.add_argument("--layer", type=int, default=6)
    parser.add_argument("--budgets", nargs="+", default=["2500MB", "2GB"])
    add_flag(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
