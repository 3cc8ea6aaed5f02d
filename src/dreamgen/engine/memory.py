"""Keep the memory that a step frees for the next step."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # mallopt's names for them, from malloc.h


def return_freed_memory() -> None:
    """Give freed blocks back to the system after all: what comes next needs others."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)


def reuse_freed_memory() -> bool:
    """Tell glibc to keep freed blocks instead of giving them back; return whether it does.

    Every step allocates the same large activations. Fresh pages must be cleared by the system
    first, which can cost more than the arithmetic done in them. On systems without glibc nothing
    changes. CUDA keeps its memory by itself.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_MMAP_MAX, 0)) and bool(mallopt(_TRIM_THRESHOLD, 2**31 - 1))
