"""The journal: what is asked for and not ended yet, so that a restart can say what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgen import write_atomically


@dataclass(frozen=True)
class Begun:
    """A job that was asked for."""

    id: str
    visitor: str
    kind: str
    request: dict[str, Any]


class Journal:
    """A small file for each job that waits or runs."""

    def __init__(self, folder: Path):
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def begin(self, begun: Begun) -> None:
        """Note a job before it waits."""
        write_atomically(self._folder / f"{begun.id}.json", json.dumps(begun.__dict__).encode())

    def end(self, job: str) -> None:
        """Strike a job out, however it ended."""
        (self._folder / f"{job}.json").unlink(missing_ok=True)

    def take_all(self) -> list[Begun]:
        """Return what a former run left behind, and strike it out."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                found.append(Begun(**json.loads(path.read_bytes())))
            except (ValueError, TypeError):  # nothing that we wrote
                continue
            finally:
                path.unlink()
        return found
