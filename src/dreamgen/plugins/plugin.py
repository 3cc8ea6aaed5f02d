"""A plugin, and what loading it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from dreamgen.plugins.hookspecs import Entry, Option
from dreamgen.plugins.switches import describe_enabling

KINDS = (
    "objectives",
    "regularisers",
    "parameterisations",
    "optimisers",
    "loaders",
    "effects",
    "outputs",
    "motions",
    "curves",
    "backbones",
    "executors",
    "commands",
)


class Misuse(Exception):
    """A plugin uses the hooks in a way that they do not allow."""


@dataclass
class Plugin:
    """A plugin, and what loading it gave.

    ``module`` is the dotted name of its module, empty for a one-file plugin. ``offers`` maps a kind
    ("objectives", "loaders", ...) to its entries, ``presets`` are folders or files. ``problem`` is
    one sentence, empty if the plugin works. ``deprecated`` lists what it uses that a later release
    will not have, ``heavy`` the large packages that it imports whenever dreamgen starts, and
    ``seconds`` how long its import took. ``notes`` are sentences on what else is not as it should be.
    """

    name: str
    version: str
    origin: str
    module: str = ""
    offers: dict[str, list[Entry]] = field(default_factory=dict)
    presets: list[Path] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    problem: str = ""
    deprecated: list[str] = field(default_factory=list)
    heavy: tuple[str, ...] = ()
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    disabled: bool = False

    @property
    def works(self) -> bool:
        return not self.problem and not self.disabled

    @property
    def absence(self) -> str:
        """Why it offers nothing, as the end of a sentence: "is broken: ..."; empty if it works."""
        if self.disabled:
            return f"is switched off: {describe_enabling(self.name)}"
        return f"is broken: {self.problem}" if self.problem else ""

    def list_presets(self) -> list[Path]:
        """Return the TOML files of its presets, those of one folder by name."""
        by_name = attrgetter("stem")  # by the whole file name, classic-photo comes before classic
        return [
            path for folder in self.presets for path in sorted(folder.glob("*.toml"), key=by_name)
        ]
