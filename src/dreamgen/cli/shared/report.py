"""What a command says of its result on standard output: its path, or with ``--json`` all about it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dreamgen.cli.shared.json_output import describe_result, print_json
from dreamgen.cli.shared.naming import Target, print_path
from dreamgen.engine.events import Milestone, Step
from dreamgen.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from dreamgen.engine.events import Listener
    from dreamgen.render.saving.destination import Destination


class Report:
    """Measures one result from its beginning, and prints it."""

    def __init__(self, as_json: bool, target: Target):
        if as_json and target.is_stream:
            raise BadInput("--json: -o must name a file, for standard output is for the JSON")
        self._as_json = as_json
        self._start = time.monotonic()
        self._objective: Tensor | None = None

    def listen(self, listener: Listener | None) -> Listener | None:
        """Return a listener that notes the objective too, if it is to be printed."""
        if not self._as_json:
            return listener

        def note(event: Step | Milestone) -> None:
            if isinstance(event, Step):
                self._objective = event.objective  # it stays on the device until it is printed
            if listener is not None:
                listener(event)

        return note

    def print(self, place: Destination, path: Path, recipe: str, kept: bool = False) -> None:
        """Print where a result is, and with ``--json`` the recipe embedded in it.

        kept: it was there already, so nothing was made.
        """
        if not self._as_json:
            print_path(place, path)
            return
        objective = None if self._objective is None else float(self._objective.mean())
        seconds = 0.0 if kept else time.monotonic() - self._start
        print_json(describe_result(path, recipe, seconds, objective, kept))
