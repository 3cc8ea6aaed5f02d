"""Names of presets, components, keys, networks, inputs and concepts.

Nothing here imports torch or timm: components come from the plugins' entries, networks from the text
of timm and torchvision, and concepts from the bundled file's header.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable
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


def complete_input(incomplete: str) -> list[str]:
    """Return noise and the samples that begin so, and files; without a beginning the shell's own."""
    samples = (path.name for path in (resources.files("dreamgen") / "samples").iterdir())
    stems = [Path(name).stem for name in sorted(samples) if not name.startswith(("README", "_"))]
    names = _begin(["noise", *(f"sample:{stem}" for stem in stems)], incomplete)
    parent = Path(incomplete).parent if "/" in incomplete else Path()
    files = _begin(map(str, sorted(parent.glob("*"))), incomplete)
    return [*names, *files] if incomplete and names else []


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


def complete_settings(incomplete: str) -> list[str]:
    """Return the keys that ``--set`` takes, each with its sign."""
    return [f"{key}=" for key in complete_keys(incomplete) if key not in ("preset", "quiet")]


def complete_backbones(incomplete: str) -> list[str]:
    """Return the networks that begin so: plugins', timm's, and torchvision's in brackets."""
    own = Registry.default().names("backbones")
    if not incomplete:
        return own
    inside = [f"torchvision({name})" for name in _list_models("torchvision/models")]
    return _begin([*own, *_list_models("timm/models"), *inside], incomplete)


def complete_concepts(incomplete: str) -> list[str]:
    """Return the bundled network's concepts that begin as the last of a list with commas does."""
    before, comma, last = incomplete.rpartition(",")
    described = json.loads(read_bundled_header()["__metadata__"]["dreamgen"])
    return [f"{before}{comma}{name}" for name in _begin(sorted(described["classes"]), last)]


def _begin(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]


def _recipe_keys() -> list[str]:
    from dreamgen.cli.shared.recipe_keys import TABLES

    return ["recipe", *(f"recipe.{table}" for table in TABLES if table)]


def read_bundled_header() -> dict[str, Any]:
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
