"""Keys of an older release: understood for one release more, with a warning that names the new one."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
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

WITHDRAWN = ("loader.run_script",)
"""Keys that no recipe may set any longer: what they asked for is only a caller's to permit."""


class RenamedKey(FutureWarning):
    """A key or flag of an older release was used."""


def rename_old_keys(values: Mapping[str, Any], label: str, at: str = "") -> dict[str, Any]:
    """Return a recipe's keys under the names that they have now; warn of each old one."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        path = f"{at}{key}"
        if path in WITHDRAWN:
            continue
        new = RENAMED.get(path)
        if new is not None:
            warn_of_old_name(label if label.startswith("--") else f"{label}: {path}", new)
            key = new.rpartition(".")[2]
            if key in values:  # both are given: the new one counts
                continue
        if isinstance(value, Mapping):
            value = rename_old_keys(value, label, f"{path}.")
        found[key] = value
    return found


def warn_of_old_name(old: str, new: str) -> None:
    """Warn that a key or flag has a new name."""
    warnings.warn(f"{old} is now {new}; the old name goes with the next release", RenamedKey, 2)
