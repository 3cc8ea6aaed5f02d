"""Keys of an older release: understood for one release more, with a warning that names the new one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

RENAMED = {
    "finishes": "effects",
    "strength": "step_size",
    "ground": "initial_noise",
    "paper": "background",
    "octaves.taper": "octaves.step_decay",
    "zoom.through": "zoom.transition",
    "zoom.ground": "zoom.initial_noise",
}

_NEW_NAMES = {tuple(old.split(".")): new.rpartition(".")[2] for old, new in RENAMED.items()}

WITHDRAWN = {("loader", "run_script")}
"""Keys that no recipe may set any longer: what they asked for is only a caller's to permit.

They are dropped without a word, for whatever needs the permission says itself what is missing."""


class RenamedKey(FutureWarning):
    """A key or flag of an older release was used."""


def rename_old_keys(values: Mapping[str, Any], label: str) -> dict[str, Any]:
    """Return a recipe's keys under the names that they have now; warn once of all old ones."""
    source = "--set" if label.startswith("--set ") else label
    old = [".".join(path) for path in _paths(values) if path in _NEW_NAMES]
    if old:
        new = ", ".join(RENAMED[path] for path in old)
        warn_of_old_name(f"{source}: {', '.join(old)}", new, plural=len(old) > 1)
    return _renamed(values)


def warn_of_old_name(old: str, new: str, plural: bool = False) -> None:
    """Warn that a key or flag has a new name."""
    are, names, go = ("are", "names", "go") if plural else ("is", "name", "goes")
    message = f"{old} {are} now {new}; the old {names} {go} with the next release"
    warnings.warn(message, RenamedKey, 3)


def _paths(values: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of a recipe with the tables they are in, as deep as recipes have tables."""
    for key, value in values.items():
        yield (key,)
        if isinstance(value, Mapping):
            yield from ((key, inner) for inner in value)


def _renamed(values: Mapping[str, Any], at: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in values.items():
        path = (*at, key)
        new = _NEW_NAMES.get(path, key)
        # Where the old and the new key are both given, the new one counts.
        if path in WITHDRAWN or (new != key and new in values):
            continue
        is_table = isinstance(value, Mapping) and not at
        found[new] = _renamed(value, path) if is_table else value
    return found
