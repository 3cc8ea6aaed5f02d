"""Read files of weights without running code in them, and say what is wrong with bad ones."""

from __future__ import annotations

import argparse
import hashlib
import os
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from dreamgen.errors import BadInput

# Where training scripts put the tensors; the averaged weights first, for they are the better ones.
WRAPPERS = (
    "state_dict_ema", "model_ema", "ema_state_dict", "ema", "state_dict", "model_state_dict",
    "model", "net", "network", "module", "weights", "params",
)  # fmt: skip
# Added in front of every name by DistributedDataParallel, torch.compile and training frameworks.
PREFIXES = ("module.", "_orig_mod.", "model.", "net.", "network.", "backbone.", "encoder.")


@dataclass(frozen=True)
class Weights:
    """What a file held: float32 tensors by name, text metadata, and the file's identity."""

    path: str
    tensors: dict[str, Tensor]
    identity: str
    metadata: Mapping[str, str] = field(default_factory=dict)


def read_weights(path: str | os.PathLike) -> Weights:
    """Read safetensors, or a torch file of tensors alone (.pth, .pt, .bin), by its content.

    Half-precision tensors come back as float32. BadInput, in one sentence, if the file is missing,
    cut short, no weights at all, or would have to run code.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        raise BadInput(f"There is no file of weights at '{path}'.")
    try:
        identity = _identify(path)
        with path.open("rb") as file:
            start = file.read(9)
    except OSError as error:
        raise BadInput(f"The weights '{path}' cannot be read: {error.strerror}.") from None
    if len(start) == 9 and start[8:] == b"{":
        tensors, metadata = _read_safetensors(path)
    else:
        tensors, metadata = _strip(_unwrap(_read_torch(path, start), path)), {}
    tensors = {name: _to_float32(tensor) for name, tensor in tensors.items()}
    return Weights(str(path), tensors, identity, metadata)


def _identify(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"


def _read_safetensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return _strip(tensors), file.metadata() or {}
    except (SafetensorError, OSError, ValueError) as error:
        raise BadInput(f"The weights '{path}' are cut short or damaged ({error}).") from None


def _read_torch(path: Path, start: bytes) -> object:
    if not start:
        raise BadInput(f"The weights '{path}' are an empty file.")
    if not start.startswith((b"PK", b"\x80")):
        raise BadInput(
            f"'{path}' is neither a safetensors file nor a torch checkpoint: no weights in it."
        )
    if start.startswith(b"PK") and not zipfile.is_zipfile(path):
        raise BadInput(f"The weights '{path}' are cut short or damaged.")
    try:
        # A namespace of training options is common in checkpoints, and only data.
        with torch.serialization.safe_globals([argparse.Namespace]):
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if "Unsupported" in str(error) or "GLOBAL" in str(error):
            raise BadInput(
                f"'{path}' holds Python objects, not tensors alone, and loading it could run code: "
                "save its state_dict, best as safetensors."
            ) from None
        raise BadInput(f"The weights '{path}' are cut short or damaged.") from None
    except Exception:  # torch raises a dozen types for a damaged file
        raise BadInput(f"The weights '{path}' are cut short or damaged.") from None


def _unwrap(content: object, path: Path) -> dict[str, Tensor]:
    """Return the tensors of a checkpoint, however deep in the usual wrappers they lie."""
    while isinstance(content, Mapping):
        inner = next(
            (content[key] for key in WRAPPERS if isinstance(content.get(key), Mapping)), None
        )
        if inner is None:
            tensors = {str(name): x for name, x in content.items() if isinstance(x, Tensor)}
            if tensors:
                return tensors
            break
        content = inner
    raise BadInput(f"'{path}' holds no tensors, so there are no weights in it.")


def _strip(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Take off prefixes that all names share."""
    for prefix in PREFIXES * 2:
        if tensors and all(name.startswith(prefix) for name in tensors):
            tensors = {name.removeprefix(prefix): x for name, x in tensors.items()}
    return tensors


def _to_float32(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor
