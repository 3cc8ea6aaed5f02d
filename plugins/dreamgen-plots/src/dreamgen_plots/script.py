"""A Python script's figure. Reading one runs it, so dreamgen asks its user's permission first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from dreamgen import Converter, Source, run_process

LONGEST = 600  # seconds
_RUNNER = Path(__file__).with_name("script_runner.py")


class Script(Converter):
    """Run a script and take the last figure that it leaves behind.

    It runs as any script of yours does, with all that you may do: run none that you do not trust.
    A figure of matplotlib or plotnine, or a chart of Altair, in any global name or open, is found.
    """

    runs_code: ClassVar[bool] = True

    def accepts(self, source: Source) -> bool:
        return source.name.endswith(".py")

    def convert(self, source: Source) -> Source:
        path = Path(source.name).resolve()
        command = [sys.executable, str(_RUNNER), str(path)]
        return Source(run_process(command, b"", LONGEST, source.name, path.parent), source.name)
