"""The machine, its versions, and what its card does at best: the measure for everything else."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

import torch

from gpu_parts.report import Report, open_report, time_calls

SIDE = 8192


def main() -> None:
    """Answer: versions, matmul (TFLOP/s), copy (GB/s)."""
    report = open_report()
    report.ask("versions", lambda: describe(report.device))
    for dtype in (torch.bfloat16, torch.float32):
        name = str(dtype).removeprefix("torch.")
        report.ask(f"matmul {name} TFLOP/s", lambda dtype=dtype: measure_matmul(report, dtype))
    report.ask("copy GB/s", lambda: measure_copy(report))


def describe(device: torch.device) -> dict[str, str]:
    """Return what the machine has."""
    packages = ("torch", "timm", "numpy", "pydantic")
    found = {name: version(name) for name in packages}
    found |= {"python": platform.python_version(), "cores": str(os.cpu_count())}
    if device.type == "cuda":
        found["card"] = torch.cuda.get_device_name(device)
        found["cards"] = str(torch.cuda.device_count())
        found["memory"] = f"{torch.cuda.get_device_properties(device).total_memory / 2**30:.0f} GB"
        found["cuda"], found["cudnn"] = str(torch.version.cuda), str(torch.backends.cudnn.version())
    return found


def measure_matmul(report: Report, dtype: torch.dtype) -> float:
    """Return the TFLOP/s of a product of square matrices."""
    side = 256 if report.tiny else SIDE
    a, b = (torch.randn(side, side, device=report.device).to(dtype) for _ in range(2))
    return round(2 * side**3 / time_calls(lambda: a @ b, report.device) / 1e12, 3)


def measure_copy(report: Report) -> float:
    """Return the GB/s of a copy on the device, bytes read and written."""
    a = torch.empty(2**20 if report.tiny else 2**30, device=report.device)
    b = torch.empty_like(a)
    return round(2 * a.nbytes / time_calls(lambda: b.copy_(a), report.device) / 1e9, 1)


if __name__ == "__main__":
    main()
