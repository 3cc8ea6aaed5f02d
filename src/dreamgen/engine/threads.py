"""Set the number of threads: sums are split among them, so the last bits depend on it."""

from __future__ import annotations

import os

import torch


def set_threads(made: dict[str, object]) -> None:
    """Use as many threads as a picture was made with, if there are as many processors.

    The ascent amplifies the last bits of a sum until whole levels of colour differ, so the same
    pixels need the same number of threads.
    """
    threads = made.get("threads")
    if type(threads) is int and 0 < threads <= (os.cpu_count() or 1):
        torch.set_num_threads(threads)
