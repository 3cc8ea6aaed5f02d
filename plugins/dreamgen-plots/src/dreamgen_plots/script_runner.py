"""Runs a script of the user's and writes its last figure to standard output."""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    os.environ["MPLBACKEND"] = "Agg"
    sys.path.insert(0, str(Path.cwd()))
    path, out = sys.argv[1], sys.stdout
    sys.argv = [path]
    with contextlib.redirect_stdout(sys.stderr):
        names = runpy.run_path(path, run_name="__main__")
        found = find_last_figure(names)
    if found is None:
        sys.exit("it leaves no figure of matplotlib or plotnine, and no chart of Altair")
    out.buffer.write(found)


def find_last_figure(names: dict[str, Any]) -> bytes | None:
    """Return the figure in the global name set last, or else the one that is open, as bytes."""
    from dreamgen_plots.figure import Figure

    candidates = [value for name, value in names.items() if not name.startswith("_")][::-1]
    plots = sys.modules.get("matplotlib.pyplot")
    if plots is not None and plots.get_fignums():
        candidates.append(plots.gcf())
    for value in candidates:
        if isinstance(value, type):
            continue
        source = Figure().source_of(value)
        if source is not None:
            return source.data
    return None


if __name__ == "__main__":
    main()
