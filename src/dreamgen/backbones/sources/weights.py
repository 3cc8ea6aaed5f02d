"""Read files of weights without running code in them, and say what is wrong with bad ones."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from dreamgen.backbones.checkpoints.foreign import describe_foreign
from dreamgen.backbones.checkpoints.torch_file import (
    StoredTensor,
    TorchFile,
    find_tensor,
    find_unreadable_kind,
    holds_objects,
    open_torch_file,
    read_tensors,
)
from dreamgen.backbones.sources.parts import Wrapper, unwrap
from dreamgen.errors import BadInput, make_printable

# Where training scripts put the tensors; the averaged weights first, for they are the better ones.
WRAPPERS = (
    "state_dict_ema", "model_ema", "ema_state_dict", "ema", "teacher", "state_dict",
    "model_state_dict", "model", "net", "network", "module", "weights", "params", "student",
)  # fmt: skip
LONGEST_HEADER = 16 * 2**20  # bytes of safetensors' JSON; thousands of tensors take less than one
DEEPEST = 8  # wrappers within wrappers


@dataclass(frozen=True)
class Weights:
    """What a file held: float32 tensors by name, text metadata, and the file's identity.

    ``wrapper`` is what stood around the network, where it was trained against attacks.
    """

    path: str
    tensors: dict[str, Tensor]
    identity: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    wrapper: Wrapper = field(default_factory=Wrapper)

    @property
    def is_robust(self) -> bool:
        """Whether they come with the attacker that they were trained against."""
        return self.wrapper.attacked and not _is_comparison(self.path)

    def describe(self, channels: int = 3) -> dict[str, Any]:
        """Return the fields of a Model that the file itself states, for a network of so many channels.

        BadInput if its normaliser is for another number of them.
        """
        stated = {"weights": self.identity, "robust": self.is_robust}
        if not self.wrapper.mean:
            return stated
        if len(self.wrapper.mean) not in (1, channels):
            raise BadInput(f"the normaliser in '{self.path}' is not for {channels} channels")
        return {**stated, "mean": self.wrapper.mean, "std": self.wrapper.std}


def read_weights(path: str | os.PathLike) -> Weights:
    """Read safetensors, or the tensors of a torch file (.pth, .pt, .bin), by its content.

    Nothing in the file is run, and no more memory is taken than its own size accounts for.
    Half-precision tensors come back as float32. BadInput, in one sentence, if the file is missing,
    cut short, no weights at all, or nothing but Python objects.
    """
    path = _find_file(path)
    try:
        identity = _identify(path)
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise BadInput(f"the weights '{path}' cannot be read: {error.strerror}") from None
    if not start:
        raise BadInput(f"the weights '{path}' are an empty file")
    if start[8:9] == b"{":
        tensors, metadata = _read_safetensors(path, int.from_bytes(start[:8], "little"))
    else:
        tensors, metadata = _read_torch(path, start), {}
    own, wrapper = unwrap(tensors)
    own = {name: _to_float32(tensor) for name, tensor in own.items()}
    return Weights(str(path), own, identity, metadata, wrapper)


def are_robust(path: str | os.PathLike) -> bool:
    """Return what :func:`read_weights` would find of it, from the names of the tensors alone.

    False for a file that cannot be read.
    """
    try:
        path = _find_file(path)
        with path.open("rb") as file:
            is_safetensors = file.read(9)[8:] == b"{"
        names = (
            _list_safetensors(path)
            if is_safetensors
            else _find_tensors(open_torch_file(path), path)
        )
    except (BadInput, SafetensorError, OSError, ValueError, LookupError, AttributeError, TypeError):
        return False
    return any(".attacker." in f".{name}" for name in names) and not _is_comparison(path)


def _is_comparison(path: str | os.PathLike) -> bool:
    """Return whether a file is MadryLab's ordinary network, trained as the robust ones beside it."""
    return Path(path).stem.endswith("eps0")


def _list_safetensors(path: Path) -> list[str]:
    with safe_open(path, framework="pt") as file:
        return list(file.keys())


def _find_file(name: str | os.PathLike) -> Path:
    told = make_printable(str(name))[:300]
    try:
        path = Path(name).expanduser()
        if path.is_file():
            return path
        if path.is_dir():
            raise BadInput(f"'{told}' is a folder: name the file in it, or local-dir:{told}")
    except (OSError, RuntimeError, ValueError):  # too long, or the home of nobody
        pass
    raise BadInput(f"there is no file of weights at '{told}'")


def _identify(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"


def _read_safetensors(path: Path, header: int) -> tuple[dict[str, Tensor], dict[str, str]]:
    if header > LONGEST_HEADER:
        raise BadInput(f"the weights '{path}' are cut short or damaged (the header is too long)")
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return tensors, file.metadata() or {}
    except (SafetensorError, OSError, ValueError, AttributeError, RuntimeError) as error:
        reason = make_printable(str(error))[:200]
        raise BadInput(f"the weights '{path}' are cut short or damaged ({reason})") from None


def _read_torch(path: Path, start: bytes) -> dict[str, Tensor]:
    foreign = describe_foreign(path, start)
    if foreign is not None:
        raise BadInput(f"'{path}' is {foreign}")
    try:
        file = open_torch_file(path)
        return read_tensors(file, _find_tensors(file, path), most=2 * path.stat().st_size)
    except (ValueError, OSError, LookupError, AttributeError, TypeError):
        raise BadInput(f"the weights '{path}' are cut short or damaged") from None


def _find_tensors(file: TorchFile, path: Path) -> dict[str, StoredTensor]:
    """Return the tensors of a checkpoint, however deep in the usual wrappers they lie."""
    content = file.content
    for _ in range(DEEPEST):
        if not isinstance(content, Mapping):
            break
        inner = next(
            (content[key] for key in WRAPPERS if isinstance(content.get(key), Mapping)), None
        )
        if inner is None:
            return _collect(content, path)
        content = inner
    raise BadInput(_explain_emptiness(content, path))


def _collect(content: Mapping, path: Path) -> dict[str, StoredTensor]:
    for name, value in content.items():
        kind = find_unreadable_kind(value)
        if kind is not None:
            raise BadInput(f"'{path}' holds a {kind} tensor, {str(name)!r}: save plain ones")
    found = {str(name): find_tensor(value) for name, value in content.items()}
    tensors = {name: tensor for name, tensor in found.items() if tensor is not None}
    if not tensors:
        raise BadInput(_explain_emptiness(content, path))
    return tensors


def _explain_emptiness(content: object, path: Path) -> str:
    if not holds_objects(content):
        return f"'{path}' holds no tensors, so there are no weights in it"
    said = f"'{path}' holds Python objects, not tensors alone, and loading it could run code"
    inside = [key for key in WRAPPERS if isinstance(content, Mapping) and key in content]
    if isinstance(content, Mapping) and not inside:
        return f"{said}: save its state_dict, best as safetensors"
    return f"{said}; if you trust it: {_write_conversion(path, *inside[:1])}"


def _write_conversion(path: Path, *keys: str) -> str:
    """Return the command that saves the weights of a pickled network as safetensors."""
    place = "".join(f"['{key}']" for key in keys)
    code = (
        "import sys, torch, safetensors.torch as s; "
        f"m = torch.load(sys.argv[1], 'cpu', weights_only=False){place}; "
        "s.save_file({k: v.contiguous().clone() for k, v in m.state_dict().items()}, sys.argv[2])"
    )
    return f'python -c "{code}" {shlex.quote(path.name)} {shlex.quote(f"{path.stem}.safetensors")}'


def _to_float32(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor
