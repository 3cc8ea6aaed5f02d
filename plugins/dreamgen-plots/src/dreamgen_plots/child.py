"""Work that a hostile file could turn into harm, done in a process that is all that dies of it."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from dreamgen import BadInput

EXIT_REFUSED = 3
_STACK = re.compile(r"\s+at \S+ \(.*|\s+at https?:.*", re.DOTALL)  # of the program that Vega is
_GLANCE = 0.02  # seconds between looks at how large the child has become


@dataclass(frozen=True)
class Limits:
    """How many seconds of a processor, and how many bytes of memory, a child may take."""

    seconds: float
    memory: int


def answer(script: str, request: bytes, limits: Limits, name: str) -> bytes:
    """Return what a script beside this file answers; raise BadInput about ``name`` if it fails.

    The script runs isolated (-I) and is ended past its limits.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name(script)), _libraries()]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    why: list[str] = []
    watch = threading.Thread(target=_watch, args=(child, limits, why), daemon=True)
    watch.start()
    with contextlib.suppress(BrokenPipeError):
        out, errors = child.communicate(request)
    watch.join()
    if why:
        raise BadInput(f"{name} takes too {why[0]} to draw")
    if child.returncode == 0:
        return out
    lines = errors.decode(errors="replace").strip().splitlines() or ["no reason given"]
    said = " ".join(lines[:3] if child.returncode == EXIT_REFUSED else lines[-1:])
    said = " ".join(_STACK.sub("", said).split())
    raise BadInput(f"{name} cannot be drawn: {said[:200]}")


def _libraries() -> str:
    spec = importlib.util.find_spec("pypdfium2")
    return str(Path(spec.origin).parent.parent) if spec and spec.origin else ""


def _watch(child: subprocess.Popen[bytes], limits: Limits, why: list[str]) -> None:
    """End the child past a limit. Address space says nothing of Vega's engine, so its use is read."""
    started = time.monotonic()
    while child.poll() is None:
        seconds, memory = _used(child.pid)
        waited = time.monotonic() - started
        if seconds > limits.seconds or waited > 10 + 8 * limits.seconds:
            why.append("long")
        elif memory > limits.memory:
            why.append("much memory")
        if why:
            child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            return
        time.sleep(_GLANCE)


def _used(pid: int) -> tuple[float, int]:
    """Return the seconds and the bytes that a process has used; zeros where the system hides it."""
    import os

    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0.0, 0
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE")
