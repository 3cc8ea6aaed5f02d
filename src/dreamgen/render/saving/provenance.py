"""What a picture was made by, noted beside its recipe: versions, weights, digests of files."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import InputWarning
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.numbering import read_numbering

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network

_BLOCK = 1 << 20
LONGEST_VALUE = 200  # characters of what a picture was made by, which anybody may have written


def digest(data: bytes) -> str:
    """Return the first 16 digits of the SHA-256 of an input's bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def digest_file(path: Path) -> str:
    """Return the digest of a file of any length, or of all files of a folder or pattern together."""
    whole = hashlib.sha256()
    for file in _list_files(path):
        if file.is_file():
            with file.open("rb") as stream:
                for block in iter(partial(stream.read, _BLOCK), b""):
                    whole.update(block)
    return whole.hexdigest()[:16]


def _list_files(path: Path) -> list[Path]:
    numbering = None if path.exists() else read_numbering(path)
    if numbering is not None:
        return [file for _, file in sorted(numbering.files())]
    return sorted(path.iterdir()) if path.is_dir() else [path]


def provenance(
    registry: Registry,
    network: Network,
    input_digest: str | None,
    file_digests: Mapping[str, str],
) -> dict[str, Any]:
    """Return the table ``made`` of a finished picture.

    ``file_digests`` are of the masks and guides that its recipe names, by these names.
    """
    import torch

    made: dict[str, Any] = {name: _version(name) for name in ("dreamgen", "torch", "timm")}
    made["weights"] = network.model.weights
    if network.device.type == "cpu":
        made["threads"] = torch.get_num_threads()
    if input_digest:
        made["input_sha256"] = input_digest
    if file_digests:
        made["files_sha256"] = dict(file_digests)
    others = [plugin for plugin in registry.plugins if plugin.origin != "built in" and plugin.works]
    made["plugins"] = [f"{plugin.name} {plugin.version}".strip() for plugin in others]
    return made


@cache
def _version(name: str) -> str:
    return version(name)


def warn_of_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Warn, one line each, of what is other than when a picture was made before."""
    for change in _list_changes(before, now):
        warnings.warn(f"{change}, so pixels may differ", InputWarning, stacklevel=2)


def _list_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if before.get("together", 1) != now.get("together", 1):
        yield "others were dreamed together with it"
    if "stopped" in before:
        yield f"it was stopped in {_say(before['stopped'])} and is dreamed to the end"
    for key, value in before.items():
        if isinstance(value, Mapping):
            files = now.get(key)
            if isinstance(files, Mapping):
                yield from (
                    f"{name} has changed"
                    for name, digest in value.items()
                    if files.get(name, digest) != digest
                )
        elif key in now and value != now[key]:
            yield f"{key} was {_say(value)} and is {_say(now[key])}"


def _say(value: Any) -> str:
    text = ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
