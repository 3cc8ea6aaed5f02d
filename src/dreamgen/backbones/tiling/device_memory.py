"""How much memory a device has."""

from __future__ import annotations

import os

import torch


def memory_of(device: torch.device) -> int:
    """Return the total memory of a device in bytes, free or not."""
    if device.type == "cuda":
        return torch.cuda.get_device_properties(device).total_memory
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 8 * 2**30
