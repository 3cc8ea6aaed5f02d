"""Check what importing a plugin costs, and that it does nothing else: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from dreamgen.plugins.guard.require import require
from dreamgen.plugins.plugin import Plugin
from dreamgen.plugins.report import describe_slowness

PATIENCE = 60  # seconds
CHILD = "dreamgen.plugins.authoring.check.import_child"


def check_import(plugin: Plugin) -> float:
    """Return the seconds that a plugin's import takes.

    Raise AssertionError, with one sentence, if it slows every start down, prints, or changes what
    belongs to the whole process.
    """
    found = _import_alone(plugin)
    slowness = describe_slowness(found["seconds"], found["heavy"])
    if slowness and not found["heavy"]:  # the machine may have been busy
        found = _import_alone(plugin)
        slowness = describe_slowness(found["seconds"], found["heavy"])
    require(not slowness, slowness)
    printed = " ".join(found["printed"].split())
    require(not printed, f"it prints when it is imported: {printed!r}")
    changed = ", ".join(found["changed"])
    require(not changed, f"its import changes {changed}, which belong to the whole process")
    return float(found["seconds"])


def _import_alone(plugin: Plugin) -> dict[str, Any]:
    """Return what the child process found out."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", CHILD, plugin.module or plugin.origin]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(f"its import does not end within {PATIENCE} s") from None
    lines = done.stdout.decode(errors="replace").splitlines()
    if done.returncode or not lines:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise AssertionError(f"it cannot be imported as the first thing: {' '.join(said)}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found
