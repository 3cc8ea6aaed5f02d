"""Networks whose weights are on this machine: in the cache that timm downloads them to."""

from __future__ import annotations

import os
from pathlib import Path

from dreamgen_studio.info import ComponentInfo

PREFIX = "models--timm--"


def find_cached() -> list[ComponentInfo]:
    """Return timm's networks of which the cache of Hugging Face holds weights, by their names."""
    found = []
    for place in sorted(_cache().glob(f"{PREFIX}*")):
        if any(place.glob("snapshots/*/*.safetensors")):
            name = place.name.removeprefix(PREFIX)
            found.append(ComponentInfo(name, "backbones", "downloaded before", "timm"))
    return found


def _cache() -> Path:
    home = Path(os.environ.get("HF_HOME", Path.home() / ".cache" / "huggingface"))
    return Path(os.environ.get("HF_HUB_CACHE", home / "hub"))
