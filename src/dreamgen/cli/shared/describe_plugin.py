"""A plugin as data: what it offers, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dreamgen.cli.shared.recipe_command import find_taken_flags
from dreamgen.plugins.registry import Registry
from dreamgen.plugins.report import list_remarks


def describe_plugins(registry: Registry) -> Iterator[dict[str, Any]]:
    """Yield what ``dreamgen plugins`` and ``dreamgen doctor`` say of each plugin."""
    taken = find_taken_flags(registry)
    for plugin in registry.plugins:
        offers = {
            kind: [entry.name for entry in entries] for kind, entries in plugin.offers.items()
        }
        offers["presets"] = [path.stem for path in plugin.list_presets()]
        offers["options"] = [option.flag for option in plugin.options]
        yield {
            "name": plugin.name,
            "version": plugin.version,
            "origin": plugin.origin,
            "works": plugin.works,
            "offers": {kind: names for kind, names in offers.items() if names},
            "remarks": list_remarks(plugin, registry, taken),
        }
