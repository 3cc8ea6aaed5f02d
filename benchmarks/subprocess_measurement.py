"""Measurements in processes of their own, so that none finds the memory or caches of another."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable

Figures = dict[str, float]
FLAG = "--measure"


def add_flag(parser: argparse.ArgumentParser) -> None:
    """Let a script be told, by :func:`measure_in_subprocess`, what to measure."""
    parser.add_argument(FLAG, help=argparse.SUPPRESS)


def answer(asked: str, measure: Callable[..., Figures]) -> None:
    """Measure what was asked for and print it: the other end of :func:`measure_in_subprocess`."""
    print(json.dumps(measure(**json.loads(asked))))


def measure_in_subprocess(script: str, **what: object) -> Figures:
    """Return what a script's ``measure(**what)`` returns in a new process."""
    command = [sys.executable, script, FLAG, json.dumps(what)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def peak() -> float:
    """Return the most memory that this process has held so far, in MB."""
    unit = 1024**2 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kilobytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
