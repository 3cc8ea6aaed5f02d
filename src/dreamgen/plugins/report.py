"""What is wrong with a plugin, or not as it should be, in a line each."""

from __future__ import annotations

from collections.abc import Collection

from dreamgen.plugins.clashes import find_option_clashes
from dreamgen.plugins.plugin import Plugin
from dreamgen.plugins.registry import Registry
from dreamgen.plugins.switches import describe_disabling

SLOW = 0.5
"""Seconds that the import of a plugin may take."""


def list_remarks(plugin: Plugin, registry: Registry, taken: Collection[str] = ()) -> list[str]:
    """Return what is to be said of a plugin, the worst first; nothing of one that is all right.

    ``taken`` are the flags of dreamgen's own options.
    """
    if plugin.disabled:
        return [plugin.absence.removeprefix("is ")]
    remarks = []
    if plugin.problem:
        remarks += [f"BROKEN: {plugin.problem}", describe_disabling(plugin.name)]
    if slowness := describe_slowness(plugin.seconds, plugin.heavy):
        remarks.append(f"SLOW: {slowness}")
    remarks += [
        f"DEPRECATED: {old}; the old name leaves with the next release" for old in plugin.deprecated
    ]
    clashes = registry.clashes.get(plugin.name, [])
    options = find_option_clashes(plugin, registry.plugins, taken)
    remarks += [f"CLASH: {clash}" for clash in [*clashes, *options]]
    return remarks + [f"NOTE: {note}" for note in plugin.notes]


def describe_slowness(seconds: float, heavy: Collection[str]) -> str:
    """Return one sentence on an import that slows every start down, or nothing."""
    if heavy:
        return (
            f"its import takes {seconds:.1f} s at every start, for it imports {', '.join(heavy)}: "
            "import that inside the methods that need it"
        )
    if seconds > SLOW:
        return f"its import takes {seconds:.1f} s at every start"
    return ""
