"""What a worker needs before its first task, as data that can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dreamgen.plugins.registry import Registry
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session
from dreamgen.tasks.progress import Hear


@dataclass(frozen=True)
class Setup:
    """What a worker needs before its first task.

    plugin_files: one-file plugins to load.
    installed:    whether installed plugins are loaded too.
    permissions:  what the renders may do.
    session:      one of this process, for workers in it; it does not travel.
    hear:         told of how far tasks are, from the thread that draws them; it does not travel.
    together:     how many neighbours may share their forward passes, as in :class:`Worker`.
    """

    plugin_files: tuple[Path, ...] = ()
    installed: bool = True
    permissions: Permissions = field(default_factory=Permissions)
    session: Session | None = field(default=None, compare=False, repr=False)
    together: int = 1
    hear: Hear | None = field(default=None, compare=False, repr=False)

    def open(self) -> Session:
        """Return the session that was given, or a new one."""
        if self.session is not None:
            return self.session
        registry = Registry.default(self.plugin_files, installed=self.installed)
        return Session(registry, self.permissions)

    def to_message(self) -> dict[str, Any]:
        """Return it as texts, lists and tables, for another process."""
        permissions = asdict(self.permissions)
        for key, value in permissions.items():
            permissions[key] = sorted(value) if isinstance(value, frozenset) else value
        return {
            "plugin_files": [str(path.absolute()) for path in self.plugin_files],
            "installed": self.installed,
            "permissions": permissions,
            "together": self.together,
            "hears": self.hear is not None,
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any], hear: Hear | None = None) -> Setup:
        """Return what :meth:`to_message` made a message of; ``hear`` is told, if anybody listens."""
        permissions: dict[str, Any] = {
            key: frozenset(value) if isinstance(value, list) else value
            for key, value in message["permissions"].items()
        }
        files = tuple(map(Path, message["plugin_files"]))
        together = message["together"]
        told = hear if message["hears"] else None
        allowed = Permissions(**permissions)
        return cls(files, message["installed"], allowed, together=together, hear=told)
