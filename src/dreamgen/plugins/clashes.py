"""Names that two plugins offer: who keeps the plain one, and how the other is reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dreamgen.plugins.discovery import Plugin


def find_clashes(plugins: Sequence[Plugin]) -> dict[str, list[str]]:
    """Return, by plugin, a sentence for each name that a built-in or an earlier plugin has already."""
    clashes: dict[str, list[str]] = {}
    owners: dict[tuple[str, str], str] = {}
    for plugin in plugins:
        for kind, name in _list_names(plugin):
            owner = owners.setdefault((kind, name), plugin.name)
            if owner != plugin.name:
                clashes.setdefault(plugin.name, []).append(
                    f"{kind} {name!r} is offered by {owner} too: write {plugin.name}/{name}"
                )
    return clashes


def find_option_clashes(
    plugin: Plugin, plugins: Sequence[Plugin], taken: Collection[str] = ()
) -> list[str]:
    """Say of each option of a plugin's that has a flag of another's who keeps the flag."""
    owners = dict.fromkeys(taken, "dreamgen")
    for other in plugins:
        for option in other.options if other.works else []:
            owners.setdefault(option.flag, other.name)
    return [
        f"option {option.flag} is offered by {owners[option.flag]} too, which keeps it"
        for option in plugin.options
        if owners.get(option.flag, plugin.name) != plugin.name
    ]


def _list_names(plugin: Plugin) -> Iterator[tuple[str, str]]:
    """Yield the kind, in the singular, and the name of everything that a working plugin offers."""
    if not plugin.works:
        return
    for kind, entries in plugin.offers.items():
        yield from ((kind[:-1], entry.name) for entry in entries)
    yield from (("preset", path.stem) for path in plugin.list_presets())
