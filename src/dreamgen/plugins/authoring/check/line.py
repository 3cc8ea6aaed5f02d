"""Which line of a plugin's own code a finding is about."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from dreamgen.plugins.guard.blame import find_place
from dreamgen.plugins.hookspecs import Entry


def find_line(problem: BaseException, entry: Entry) -> str:
    """Return "file:line": where the plugin's code failed, or else where what it offers begins."""
    module, _, attribute = entry.target.partition(":")
    if module.partition(".")[0] == "dreamgen":
        return ""
    if place := find_place(problem.__traceback__, module):
        return place
    found = getattr(sys.modules.get(module), attribute, None)
    try:
        _, line = inspect.getsourcelines(found)  # type: ignore[arg-type]
        return f"{Path(inspect.getsourcefile(found) or '').name}:{line}"  # type: ignore[arg-type]
    except (OSError, TypeError):
        return ""
