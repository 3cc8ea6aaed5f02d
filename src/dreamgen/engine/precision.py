"""Where to run, and how precisely."""

from __future__ import annotations

import torch

from dreamgen.errors import BadInput

_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


def choose_devices(name: str) -> list[torch.device]:
    """Return all CUDA devices for "cuda:all", else the one of a name; raise BadInput if absent."""
    if name != "cuda:all":
        return [choose_device(name)]
    choose_device("cuda")
    return [torch.device("cuda", number) for number in range(torch.cuda.device_count())]


def choose_device(name: str) -> torch.device:
    """Return the device of "auto", "cpu", "cuda", "cuda:1" or "mps"; raise BadInput if absent.

    Of "cuda:all" it is the first.
    """
    if name == "cuda:all":
        return choose_devices(name)[0]
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if _has_mps() else "cpu"
    if name.startswith("cuda"):
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if count <= int(name.partition(":")[2] or 0):
            raise BadInput(f"--device {name}: this machine has {count or 'no'} CUDA devices")
    if name == "mps" and not _has_mps():
        raise BadInput("--device mps: this machine has none")
    return torch.device(name)


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """Return the network's number type; "auto" is bf16 where the device computes in it, else fp32."""
    if name == "fp16" and device.type == "cpu":
        raise BadInput("--precision fp16 needs a GPU; on a CPU use bf16 or fp32")
    if name != "auto":
        return _TYPES[name]
    return torch.bfloat16 if has_fast_bf16(device) else torch.float32


def has_fast_bf16(device: torch.device) -> bool:
    """Return whether the device computes in bfloat16 natively."""
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    if device.type == "cpu":
        report: dict[str, object] = getattr(
            torch.cpu, "get_capabilities", dict
        )()  # since torch 2.9
        return any(report.get(key) for key in ("avx512_bf16", "amx_bf16"))
    return False


def _has_mps() -> bool:
    return torch.backends.mps.is_available()
