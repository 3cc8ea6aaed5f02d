"""Run as a program: import a plugin as the first thing of a process, and print what that did.

``python -m dreamgen.plugins.authoring.check.import_child NAME`` with the name of a module, or the
path of a one-file plugin. Prints one line of JSON: how many seconds it took, which large packages
came with it, whether it printed, and which settings of the process it changed.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import locale
import logging
import os
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

STATE: dict[str, Callable[[], Any]] = {
    "the working directory": Path.cwd,
    "the environment": lambda: dict(os.environ),
    "the warning filters": lambda: list(warnings.filters),
    "random's generator": random.getstate,
    "sys.excepthook": lambda: sys.excepthook,
    "the signal handlers": lambda: [signal.getsignal(number) for number in signal.valid_signals()],
    "the locale": lambda: locale.setlocale(locale.LC_ALL),
    "logging's handlers": lambda: (list(logging.root.handlers), logging.root.level),
    "the running threads": threading.active_count,
}
"""What belongs to the whole process, and how it is now."""


def list_changes_of_torch() -> list[str]:
    """Return which of torch's defaults are no longer as they were; none where it is not loaded."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return []
    now = {
        "torch's default dtype": torch.get_default_dtype() == torch.float32,
        "torch's default device": str(torch.get_default_device()) == "cpu",
        "torch's gradient mode": torch.is_grad_enabled(),
        "torch's deterministic mode": not torch.are_deterministic_algorithms_enabled(),
    }
    return [name for name, is_default in now.items() if not is_default]


def main(name: str) -> None:
    from dreamgen.plugins.authoring.check.clock import read_clock
    from dreamgen.plugins.discovery import HEAVY, import_file

    # What every plugin's base classes need is not the plugin's own time.
    for common in ("typer", "dreamgen.plugins.component", "dreamgen.recipe.values"):
        importlib.import_module(common)
    before = {what: ask() for what, ask in STATE.items()}
    heavy, printed, start = HEAVY & sys.modules.keys(), io.StringIO(), read_clock()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        import_file(Path(name)) if name.endswith(".py") else importlib.import_module(name)
    seconds = read_clock() - start
    brought = sorted((HEAVY & sys.modules.keys()) - heavy)
    changed = [what for what, ask in STATE.items() if ask() != before[what]]
    # Large packages change these themselves; the plugin is told of them anyway.
    changed = [what for what in changed if not brought] + list_changes_of_torch()
    found = {"seconds": seconds, "heavy": brought, "printed": printed.getvalue()[:200]}
    print(json.dumps({**found, "changed": changed}))


if __name__ == "__main__":
    main(sys.argv[1])
