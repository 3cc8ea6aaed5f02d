"""Layers of the network that is named on the same command line, or of the bundled one."""

from __future__ import annotations

import json
import re
import warnings
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import typer

from dreamgen.atomic import write_atomically
from dreamgen.cli.completion.names import read_bundled_header
from dreamgen.errors import DreamError

BUNDLED = "bestiary"


def complete_layers(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the numbers and names of layers that begin so."""
    layers = list_layers(ctx.params.get("backbone") or BUNDLED)
    numbers = [str(number) for number in range(1, len(layers) + 1)]
    return [name for name in [*numbers, *layers] if name.startswith(incomplete)]


def list_layers(backbone: str) -> list[str]:
    """Return the names of a network's layers; none of one that there is not.

    Those of the bundled network are in its file. Another network must be built, without weights,
    which takes seconds; what was found is kept in the user's cache.
    """
    if backbone == BUNDLED:
        found = [re.match(r"layer\d+\.\d+", name) for name in read_bundled_header()]
        return sorted({match[0] for match in found if match})
    cached = _find_cached(backbone)
    with suppress(OSError, ValueError):
        return json.loads(cached.read_text(encoding="utf-8"))
    try:
        layers = _build(backbone)
    except DreamError:
        return []
    if not Path(backbone).exists():  # a file may change
        with suppress(OSError):
            cached.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(cached, json.dumps(layers).encode())
    return layers


def _find_cached(backbone: str) -> Path:
    from platformdirs import user_cache_path

    made_by = [backbone, *(version(name) for name in ("dreamgen", "timm", "torchvision"))]
    return user_cache_path("dreamgen") / "layers" / sha256(repr(made_by).encode()).hexdigest()[:24]


def _build(backbone: str) -> list[str]:
    from dreamgen.backbones.receptive_field.describe import describe
    from dreamgen.plugins.registry import Registry
    from dreamgen.render.find_backbone import find_backbone

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a word more would spoil the line that is being typed
        return [
            layer.name for layer in describe(find_backbone(backbone, Registry.default()).outline())
        ]
