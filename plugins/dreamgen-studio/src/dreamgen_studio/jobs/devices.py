"""How many dreams are made at once, and on what."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress


def count_workers() -> int:
    """Return one for each of NVIDIA's GPUs that may be used, or one."""
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES")
    if chosen is not None:
        return max(1, len([name for name in chosen.split(",") if name.strip()]))
    tool = shutil.which("nvidia-smi")  # torch would tell too, but takes seconds to import
    if tool is not None:
        with suppress(OSError, subprocess.SubprocessError):
            listed = subprocess.run([tool, "-L"], capture_output=True, text=True, timeout=10)
            return max(1, listed.stdout.count("GPU "))
    return 1


def share_devices(count: int) -> list[dict[str, str]]:
    """Return the environment of each of so many processes: a GPU of its own, or some of the cores."""
    if count == 1:
        return [{}]
    gpus = count_workers()
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")
    names = chosen if chosen != [""] else [str(number) for number in range(gpus)]
    cores = str(max(1, (os.cpu_count() or 1) // count))
    return [
        {"OMP_NUM_THREADS": cores, "CUDA_VISIBLE_DEVICES": names[number % len(names)]}
        for number in range(count)
    ]
