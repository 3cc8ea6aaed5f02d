"""Run risky work on untrusted files in a process of its own, within limits.

A file made to hang, to fill the memory or to crash a parser ends only that process.
"""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dreamgen.errors import BadInput, DreamError
from dreamgen.loaders.isolation_child import EXIT_CRASHED, EXIT_MEMORY

_CHILD = Path(__file__).with_name("isolation_child.py")
_LONGEST_REASON = 200  # characters
# How allocators end a process that gets no more memory: C++ and Rust abort, V8 traps.
_OUT_OF_MEMORY = {
    EXIT_MEMORY,
    *(-getattr(signal, name, 0) for name in ("SIGABRT", "SIGKILL", "SIGTRAP", "SIGILL")),
} - {0}


@dataclass(frozen=True)
class Limits:
    """What a process may use: seconds of processor time, and bytes of memory."""

    seconds: float
    memory: int


def run_isolated(
    worker: Path, request: bytes, limits: Limits, name: str, packages: Sequence[str] = ()
) -> bytes:
    """Return ``answer(request)`` of the Python file ``worker``, run in a process of its own.

    The worker defines ``answer(request: bytes) -> bytes``. It sees
    neither the user's environment nor modules of the user's (``python -I``), apart from the
    ``packages`` it names, works in an empty folder, and may recurse deeply. ``name`` is what
    messages call the file.

    Raises BadInput where the worker raises an exception, crashes, or exceeds a limit. Systems
    without limits of their own (Windows) enforce the time only; macOS, not the memory.
    """
    command = [sys.executable, "-I", str(_CHILD), str(worker)]
    command += [str(limits.seconds), str(limits.memory)]
    command += [_find_folder(package, name) for package in packages]
    # The wall clock catches only what processor time does not: a process that waits.
    timeout = 8 * limits.seconds + 10
    # A renderer may open what a file names, relative to where it runs: nothing is there.
    with tempfile.TemporaryDirectory(prefix="dreamgen-empty-") as folder:
        return run_process(command, request, timeout, name, Path(folder))


def run_process(
    command: Sequence[str],
    request: bytes,
    timeout: float,
    name: str,
    folder: Path | None = None,
) -> bytes:
    """Return the standard output of a command that gets ``request`` as its standard input.

    Nothing confines the command but ``timeout``, in seconds by the wall clock: for hostile files
    use :func:`run_isolated`. Raises BadInput about ``name`` where the command fails; the last line
    of its standard error says why.
    """
    try:
        done = subprocess.run(
            command, input=request, capture_output=True, timeout=timeout, cwd=folder, check=False
        )
    except subprocess.TimeoutExpired:
        raise _make_timeout_error(name) from None
    if done.returncode == 0:
        return done.stdout
    raise _make_exit_error(done.returncode, done.stderr.decode(errors="replace"), name)


def _find_folder(package: str, name: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise DreamError(f"{name} needs the Python package {package}, which is not installed")
    return str(Path(spec.origin).resolve().parent.parent)


def _make_timeout_error(name: str) -> BadInput:
    return BadInput(
        f"{name} takes too long to draw; simplify it, or save it as PNG elsewhere first"
    )


def _make_exit_error(code: int, errors: str, name: str) -> BadInput:
    """Return an error that says how a process ended: its exit code, or minus a signal's number."""
    if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
        return _make_timeout_error(name)
    if code in _OUT_OF_MEMORY:
        why = "takes too much memory to draw; simplify it or ask for a smaller size"
        return BadInput(f"{name} {why}")
    if code < 0 or code == EXIT_CRASHED:
        return BadInput(f"{name} is too intricate to draw: the renderer gave up")
    lines = errors.strip().splitlines() or ["no reason given"]
    return BadInput(f"{name} cannot be drawn: {lines[-1][:_LONGEST_REASON]}")
