"""Makes orders, one after another, with one session: networks stay loaded."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dreamgen import (
    BadInput,
    DreamError,
    InputWarning,
    MovedFiles,
    Permissions,
    Recipe,
    Session,
    Setup,
)
from dreamgen_studio.jobs import convert, dream, see, tile
from dreamgen_studio.jobs.wishes import Cancelled, Wishes

Tell = Callable[[Mapping[str, Any]], None]
Make = Callable[[Mapping[str, Any], Session, Tell, Callable[[], None]], dict[str, Any]]

KINDS: dict[str, Make] = {
    "dream": dream.make_dream,
    "convert": convert.convert_still,
    "look": see.look,
    "layers": see.list_layers,
    "tiles": tile.make_tiles,
}
"""What an order asks for, by its ``do``; each gives what its last event tells."""


class Maker:
    """A session, and whom to tell what becomes of orders; no order can stop it."""

    def __init__(self, begin: Mapping[str, Any], tell: Tell, wishes: Wishes):
        self._setup = Setup.from_message(begin["setup"])
        self._session = self._setup.open()
        self._tell = tell
        self._wishes = wishes
        with suppress(DreamError):  # torch and the bundled network, before anybody waits for them
            self._session.prepare(self._session.plan(Recipe(input="noise", size=64)))

    def make(self, order: Mapping[str, Any]) -> None:
        """Make what is ordered; its last event says that it is done, cancelled, or what failed."""

        def check() -> None:
            self._wishes.check(order["id"])

        def tell(event: Mapping[str, Any]) -> None:
            self._tell({"id": order["id"], **event})

        files = MovedFiles({name: Path(path) for name, path in order.get("places", {}).items()})
        self._session.files = files
        self._session.permissions = _read_permissions(order, self._setup)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", InputWarning)
            try:
                event = {"event": "done", **KINDS[order["do"]](order, self._session, tell, check)}
            except Cancelled:
                event = {"event": "cancelled"}
            except Exception as problem:
                event = {"event": "failed", "problem": files.restore_text(_describe(problem))}
        said = [str(each.message) for each in warned if issubclass(each.category, InputWarning)]
        texts = list(dict.fromkeys(map(files.restore_text, said)))
        tell({**event, "warnings": texts})


def _read_permissions(order: Mapping[str, Any], setup: Setup) -> Permissions:
    given = order.get("permissions")
    if given is None:
        return setup.permissions
    return Setup.from_message({**setup.to_message(), "permissions": given}).permissions


def _describe(problem: Exception) -> str:
    if isinstance(problem, DreamError | BadInput):
        return str(problem)
    if isinstance(problem, MemoryError) or "out of memory" in str(problem).lower():
        return "there is not enough memory for this: a smaller size needs less"
    return f"dreamgen failed with {type(problem).__name__}: {problem}"
