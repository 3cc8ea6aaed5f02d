"""What must be the same on every machine, so that a result is the same wherever it is made."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version

from dreamgen import Session

PACKAGES = ("dreamgen", "dreamgen-ray", "torch", "timm")


def list_versions(session: Session) -> dict[str, str]:
    """Return the versions of Python, of packages and of the plugins that a session works with."""
    found = {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    for plugin in session.registry.plugins:
        if plugin.problem:
            found[f"plugin {plugin.name}"] = f"out of order ({plugin.problem})"
        elif plugin.works and plugin.origin != "built in":
            found[f"plugin {plugin.name}"] = plugin.version or "in order"
    return found


def find_difference(here: Mapping[str, str], there: Mapping[str, str], place: str) -> str:
    """Return in one sentence what is other on a worker at ``place``, or an empty string."""
    for name in sorted(here.keys() | there.keys()):
        if name not in there:
            return f"{place} lacks {name}: install it on every machine"
        if name not in here:
            return (
                f"{place} has {name}, which this machine lacks: install it here, or remove it there"
            )
        if here[name] != there[name] and not (
            name == "torch" and _is_alike(here[name], there[name])
        ):
            return (
                f"{place} has {name} {there[name]}, and this machine {here[name]}: install the same"
            )
    return ""


def _is_alike(one: str, other: str) -> bool:
    """Say whether two builds of torch are of one version, as 2.8.0+cpu and 2.8.0+cu128."""
    return one.partition("+")[0] == other.partition("+")[0]
