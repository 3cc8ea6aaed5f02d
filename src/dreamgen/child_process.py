"""Processes that work for another one, and answer on their standard output."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import TextIO

PATIENCE = 5.0  # seconds in which a process that has closed its output may end


def keep_standard_output() -> TextIO:
    """Return standard output, for answers alone: what plugins print goes to standard error instead."""
    kept = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return kept


def describe_end(process: subprocess.Popen[str]) -> str:
    """Return how a process has ended that no longer answers, as "exit code 1" or "SIGSEGV"."""
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return "it no longer answers"
    if code >= 0:
        return f"exit code {code}"
    if code == -9:
        return "killed, as the system does when memory runs out"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
