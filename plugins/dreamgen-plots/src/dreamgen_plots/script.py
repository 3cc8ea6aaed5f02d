"""A Python script's figure, if and only if running it was asked for by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pydantic import Field

from dreamgen import BadInput, Converter, Source

LONGEST = 600  # seconds


class Script(Converter):
    """Run a script with ``--run-script`` and take the last figure that it leaves behind.

    It runs as any script of yours does, with all that you may do: run none that you do not trust.
    A figure of matplotlib or plotnine, or a chart of Altair, in any global name or open, is found.
    """

    run_script: bool = Field(False, description="run it; --run-script on the command line")

    def accepts(self, source: Source) -> bool:
        return source.name.endswith(".py")

    def convert(self, source: Source) -> Source:
        if not self.run_script:
            raise BadInput(f"{source.name} is a Python script; --run-script runs it for its figure")
        path = Path(source.name).resolve()
        runner = Path(__file__).with_name("script_child.py")
        try:
            child = subprocess.run(
                [sys.executable, str(runner), str(path)],
                capture_output=True,
                timeout=LONGEST,
                cwd=path.parent,
            )
        except subprocess.TimeoutExpired:
            raise BadInput(f"{source.name} ran for {LONGEST} seconds and was ended") from None
        if child.returncode:
            lines = child.stderr.decode(errors="replace").strip().splitlines() or [
                "no reason given"
            ]
            raise BadInput(f"{source.name} failed: {lines[-1][:200]}")
        return Source(child.stdout, source.name)
