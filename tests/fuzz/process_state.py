"""What belongs to the whole process, and to the program that calls dreamgen."""

from __future__ import annotations

import decimal
import locale
import os
import random
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageFile


def take_state() -> dict[str, Any]:
    """Return the state by name; two states can be compared with ``==``, item by item."""
    return {
        "random": random.getstate(),
        "numpy.random": repr(np.random.get_state()),
        "torch generator": torch.get_rng_state().numpy().tobytes(),
        "torch default dtype": torch.get_default_dtype(),
        "torch gradient mode": torch.is_grad_enabled(),
        "torch inference mode": torch.is_inference_mode_enabled(),
        "torch threads": torch.get_num_threads(),
        "torch deterministic": torch.are_deterministic_algorithms_enabled(),
        "torch default device": str(torch.get_default_device()),
        "numpy errors": np.geterr(),
        "PIL.Image.MAX_IMAGE_PIXELS": Image.MAX_IMAGE_PIXELS,
        "PIL truncated": ImageFile.LOAD_TRUNCATED_IMAGES,
        "warnings.filters": list(warnings.filters),
        "warnings.showwarning": warnings.showwarning,
        "working directory": Path.cwd(),
        "environment": dict(os.environ),
        "sys.path": list(sys.path),
        "standard streams": (sys.stdin, sys.stdout, sys.stderr),
        "recursion limit": sys.getrecursionlimit(),
        "digits of integers": sys.get_int_max_str_digits(),
        "signals": [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
        "locale": locale.setlocale(locale.LC_ALL),
        "decimal context": repr(decimal.getcontext()),
        "hooks": (sys.excepthook, sys.unraisablehook, sys.displayhook),
    }


def describe_changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the name of each thing that is different, and how."""
    return [
        (name, _describe(before[name], after[name]))
        for name in before
        if before[name] != after[name]
    ]


def _describe(before: Any, after: Any) -> str:
    if isinstance(before, dict):
        different = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        return ", ".join(
            f"{key}: {before.get(key)} -> {after.get(key)}" for key in sorted(different)
        )
    return f"{str(before)[:200]} -> {str(after)[:200]}"
