"""Components as they are typed: ``0.5*chan``, then ``channel(``, then ``channel(layer3.0, wh``."""

from __future__ import annotations

import re
from collections.abc import Callable

import typer

from dreamgen.cli.completion.layers import complete_layers
from dreamgen.cli.completion.parameters import list_parameters
from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry

_CALL = re.compile(r"(?P<before>.*?)(?P<name>[\w./-]+)\((?P<inside>[^()]*)", re.DOTALL)
_NAME = re.compile(r"(?P<before>(?:.*[-+*\s])?)(?P<name>[\w./]*)", re.DOTALL)


def complete_expression(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """Return the function that completes expressions of a kind of components, as "objectives"."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        registry = Registry.default()
        closed = incomplete.rfind(")") + 1
        done, rest = incomplete[:closed], incomplete[closed:]
        if call := _CALL.fullmatch(rest):
            offered = _complete_inside(ctx, registry, kind, call)
            return [f"{done}{call['before']}{call['name']}({each}" for each in offered]
        found = _NAME.fullmatch(rest)
        if found is None:
            return []
        names = [name for name in registry.names(kind) if name.startswith(found["name"])]
        return [f"{done}{found['before']}{name}" for name in names]

    return complete


def _complete_inside(
    ctx: typer.Context, registry: Registry, kind: str, call: re.Match[str]
) -> list[str]:
    """Return what may stand between the brackets of a call, up to the cursor."""
    before, _, last = call["inside"].rpartition(",")
    lead = f"{before}, " if before else ""
    try:
        _, entry = registry.find(kind, call["name"])
    except BadInput:
        return []
    names = list_parameters(entry.target)
    given = {part.partition("=")[0].strip() for part in before.split(",") if "=" in part}
    key, equals, value = last.strip().partition("=")
    is_first = not before and names[:1] == ["layer"]
    if equals:
        layers = complete_layers(ctx, value.strip()) if key.strip() == "layer" else []
        return [f"{lead}{key.strip()}={layer}" for layer in layers]
    layers = complete_layers(ctx, key) if is_first else []
    keys = [f"{name}=" for name in names if name.startswith(key) and name not in given]
    return [f"{lead}{each}" for each in [*layers, *keys]]
