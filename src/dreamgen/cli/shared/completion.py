"""What the shell completes: names of presets, components, networks, layers and concepts.

It must answer at once, so nothing here imports torch or timm: components come from the plugins'
entries, networks from the text of timm and torchvision, and concepts from the bundled file's header.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from typing import Any

from dreamgen.plugins.discovery import KINDS
from dreamgen.plugins.registry import Registry, singular

BUNDLED = "backbones/sources/bestiary.safetensors"
_MODEL = re.compile(r"^@register_model\b.*\n(?:@.*\n)*def (\w+)", re.MULTILINE)


def complete_presets(incomplete: str) -> list[str]:
    """Return the presets, and the TOML files of a folder, that begin so."""
    names = Registry.default().presets
    parent = Path(incomplete).parent if "/" in incomplete else Path()
    files = [str(path) for path in sorted(parent.glob("*.toml"))]
    return _begin([*names, *files], incomplete)


def complete_kind(kind: str) -> Callable[[str], list[str]]:
    """Return the function that completes the components of a kind, as "effects"."""

    def complete(incomplete: str) -> list[str]:
        return _begin(Registry.default().names(kind), incomplete)

    return complete


def complete_components(incomplete: str) -> list[str]:
    """Return the kinds, the components, and the recipe's keys, that begin so."""
    kinds = [kind for kind in KINDS if kind != "commands"]
    registry = Registry.default()
    names = [name for kind in kinds for name in registry.names(kind)]
    return _begin([*kinds, *map(singular, kinds), *names, *_recipe_keys()], incomplete)


def complete_keys(incomplete: str) -> list[str]:
    """Return the keys of a recipe, dotted ones too, and the options of commands, that begin so."""
    from dreamgen.cli.defaults.own_defaults import COMMAND
    from dreamgen.cli.shared.recipe_keys import TABLES, list_keys

    keys = [key for key in list_keys() if key not in TABLES]
    return _begin([*keys, *COMMAND], incomplete)


def complete_backbones(incomplete: str) -> list[str]:
    """Return the networks that begin so: plugins', timm's, and torchvision's in brackets."""
    own = Registry.default().names("backbones")
    if not incomplete:
        return own
    inside = [f"torchvision({name})" for name in _list_models("torchvision/models")]
    return _begin([*own, *_list_models("timm/models"), *inside], incomplete)


def complete_layers(incomplete: str) -> list[str]:
    """Return the bundled network's layers that begin so."""
    blocks = {found[0] for name in _read_header() if (found := re.match(r"layer\d+\.\d+", name))}
    return _begin([*map(str, range(1, len(blocks) + 1)), *sorted(blocks)], incomplete)


def complete_concepts(incomplete: str) -> list[str]:
    """Return the bundled network's concepts that begin as the last of a list with commas does."""
    before, comma, last = incomplete.rpartition(",")
    described = json.loads(_read_header()["__metadata__"]["dreamgen"])
    return [f"{before}{comma}{name}" for name in _begin(sorted(described["classes"]), last)]


def _begin(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]


def _recipe_keys() -> list[str]:
    from dreamgen.cli.shared.recipe_keys import TABLES

    return ["recipe", *(f"recipe.{table}" for table in TABLES if table)]


def _read_header() -> dict[str, Any]:
    """Return the header of the bundled file: safetensors begin with its length and its JSON."""
    with (resources.files("dreamgen") / BUNDLED).open("rb") as file:
        return json.loads(file.read(int.from_bytes(file.read(8), "little")))


def _list_models(place: str) -> list[str]:
    """Return the names of the models that the files of a package's folder register."""
    package, _, folder = place.partition("/")
    spec = importlib.util.find_spec(package)  # which does not import the package
    if spec is None or spec.origin is None:
        return []
    files = sorted((Path(spec.origin).parent / folder).rglob("*.py"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    return sorted({name for text in texts for name in _MODEL.findall(text)})
