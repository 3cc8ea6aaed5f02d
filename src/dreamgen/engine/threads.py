"""How many threads compute on the processor: sums are split among them, so last bits depend on it."""

from __future__ import annotations

import os

import torch


def compute_as(made: dict[str, object]) -> None:
    """Compute with as many threads as something was made by, if there are so many processors.

    A dream magnifies the last bits of a sum until whole levels of colour differ, so the same
    pixels need the same number of threads.
    """
    threads = made.get("threads")
    if isinstance(threads, int) and 0 < threads <= (os.cpu_count() or 1):
        torch.set_num_threads(threads)
