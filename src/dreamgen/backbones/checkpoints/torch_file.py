"""The tensors of a torch file: a zip archive, or the older sequence of pickles.

torch itself would unpickle it, and even ``weights_only`` has let code run (CVE-2025-32434 before
torch 2.6, CVE-2026-24747 before 2.10). Both layouts are those of torch/serialization.py.
"""

from __future__ import annotations

import io
import math
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import torch
from torch import Tensor

from dreamgen.backbones.checkpoints.pickled import Global, Made, Persistent, read_pickle

LONGEST = 32 * 2**20  # bytes of a pickle; the tensors themselves lie beside it
MAGIC = 0x1950A86A20F9469CFC6C  # how the older layout begins
UNREADABLE = {"sparse": "sparse", "qtensor": "quantised", "meta": "meta", "nested": "nested"}
STORAGES = {
    "FloatStorage": torch.float32, "HalfStorage": torch.float16, "BFloat16Storage": torch.bfloat16,
    "DoubleStorage": torch.float64, "LongStorage": torch.int64, "IntStorage": torch.int32,
    "ShortStorage": torch.int16, "CharStorage": torch.int8, "ByteStorage": torch.uint8,
    "BoolStorage": torch.bool, "UntypedStorage": torch.uint8,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class StoredTensor:
    """A tensor that is described but not read yet."""

    key: str
    dtype: torch.dtype
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


@dataclass(frozen=True)
class TorchFile:
    """What a file holds, with a :class:`StoredTensor` or a :class:`Made` for every tensor.

    ``read`` gives the bytes of a storage by its key.
    """

    content: Any
    read: Callable[[str], bytearray]


def open_torch_file(path: Path) -> TorchFile:
    """Read all but the tensors. ValueError or OSError if the file is damaged or none of torch's."""
    with path.open("rb") as file:
        is_archive = file.read(2) == b"PK"
        file.seek(0)
        try:
            return _open_archive(path, file) if is_archive else _open_sequence(path, file)
        except (zipfile.BadZipFile, NotImplementedError, LookupError, AttributeError) as error:
            raise ValueError("the file is damaged") from error


def find_tensor(value: Any) -> StoredTensor | None:
    """Return the tensor that a value of the content stands for, if it does."""
    while isinstance(value, Made):
        name = value.by.rpartition(".")[2]
        if name in ("_rebuild_parameter", "_rebuild_parameter_with_state"):
            value = value.arguments[0]
        elif name == "_rebuild_from_type_v2":
            function, _, arguments = value.arguments[:3]
            value = Made(function.name, arguments)
        elif name in ("_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3"):
            return _describe(value.arguments)
        else:
            return None
    return None


def find_unreadable_kind(value: Any) -> str | None:
    """Return "sparse", "quantised", ... for a tensor that is no plain array of numbers."""
    name = value.by if isinstance(value, Made) else ""
    kinds = [kind for part, kind in UNREADABLE.items() if part in name]
    return kinds[0] if name.startswith("torch.") and "_rebuild" in name and kinds else None


def holds_objects(content: Any) -> bool:
    """Return whether the content is a Python object, or a dict that has one among its values."""
    values = content.values() if isinstance(content, dict) else [content]
    return any(isinstance(value, Made) for value in values)


def read_tensors(file: TorchFile, wanted: dict[str, StoredTensor], most: int) -> dict[str, Tensor]:
    """Return tensors by name. ValueError if they do not lie within their storages.

    ``most`` is how many values they may have together: many may claim the same bytes.
    """
    if sum(math.prod(tensor.size) for tensor in wanted.values()) > most:
        raise ValueError("the tensors are larger than the file")
    storages: dict[str, Tensor] = {}
    found = {}
    for name, tensor in wanted.items():
        if tensor.key not in storages:
            data = file.read(tensor.key)
            storages[tensor.key] = torch.frombuffer(data or bytearray(8), dtype=torch.uint8)
        whole = storages[tensor.key]
        values = whole[: len(whole) // tensor.dtype.itemsize * tensor.dtype.itemsize]
        if math.prod(tensor.size) > len(values):
            raise ValueError("a tensor is larger than its storage")
        try:
            view = values.view(tensor.dtype).as_strided(tensor.size, tensor.stride, tensor.offset)
        except (RuntimeError, TypeError, OverflowError) as error:
            raise ValueError("a tensor lies outside its storage") from error
        found[name] = view
    return found


def _describe(arguments: tuple[Any, ...]) -> StoredTensor:
    """Read the arguments of ``_rebuild_tensor``: a storage, offset, size and stride."""
    storage, offset, size, stride = arguments[:4]
    _, kind, key, *_ = storage.key
    names = [x.name.rpartition(".")[2] for x in arguments[4:] if isinstance(x, Global)]
    own = [getattr(torch, name, None) for name in names]  # of _rebuild_tensor_v3
    types = [dtype for dtype in own if isinstance(dtype, torch.dtype)]
    dtype = types[0] if types else STORAGES.get(kind.name.rpartition(".")[2])
    if dtype is None or not all(
        type(x) is int and 0 <= x < 2**63 for x in (offset, *size, *stride)
    ):
        raise ValueError("a tensor is described wrongly")
    return StoredTensor(_check_key(key), dtype, offset, tuple(size), tuple(stride))


def _check_key(key: Any) -> str:
    if not isinstance(key, str | int):  # writing out anything else may take for ever
        raise ValueError("a storage is named wrongly")
    return str(key)


def _open_archive(path: Path, file: BinaryIO) -> TorchFile:
    with zipfile.ZipFile(file) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    pickles = [name for name in entries if name.endswith("data.pkl")]
    if len(pickles) != 1:
        raise ValueError("the archive is none of torch's")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries.values()):
        raise ValueError("torch never compresses")
    if sum(entry.file_size for entry in entries.values()) > path.stat().st_size:
        raise ValueError("the archive's entries lie over each other")
    folder = pickles[0].removesuffix("data.pkl")
    order = entries.get(f"{folder}byteorder")
    if order is not None and _read_entry(path, order) != b"little":
        raise ValueError("its numbers are big-endian")
    if entries[pickles[0]].file_size > LONGEST:
        raise ValueError("the pickle is too long")
    content = read_pickle(io.BytesIO(_read_entry(path, entries[pickles[0]])))

    def read(key: str) -> bytearray:
        entry = entries.get(f"{folder}data/{key}")
        if entry is None:
            raise ValueError("a storage is missing")
        return _read_entry(path, entry)

    return TorchFile(content, read)


def _read_entry(path: Path, entry: zipfile.ZipInfo) -> bytearray:
    """Return the bytes of an entry. Its checksum is left aside: torch can write without."""
    with path.open("rb") as file:
        lengths = struct.unpack("<26x2H", _read_exactly(file, entry.header_offset, 30))
        return _read_exactly(file, entry.header_offset + 30 + sum(lengths), entry.file_size)


def _read_exactly(file: BinaryIO, place: int, count: int) -> bytearray:
    if place + count > file.seek(0, os.SEEK_END):  # known before memory is asked for
        raise ValueError("the file ends too early")
    file.seek(place)
    return bytearray(file.read(count))


def _open_sequence(path: Path, file: BinaryIO) -> TorchFile:
    """Read pickles of a magic number, a version, the system, the content and the storages' keys."""
    start = io.BytesIO(file.read(LONGEST))
    persistent: list[Persistent] = []
    if read_pickle(start) != MAGIC:
        raise ValueError("not a torch file")
    read_pickle(start)
    system = read_pickle(start)
    if not isinstance(system, dict) or system.get("little_endian") is not True:
        raise ValueError("its numbers are big-endian")
    content = read_pickle(start, persistent)
    keys = read_pickle(start)
    places = dict(_find_storages(file, start.tell(), keys, persistent))

    def read(key: str) -> bytearray:
        if key not in places:
            raise ValueError("a storage is missing")
        with path.open("rb") as again:
            return _read_exactly(again, *places[key])

    return TorchFile(content, read)


def _find_storages(
    file: BinaryIO, place: int, keys: Any, persistent: list[Persistent]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the place and the length in bytes of each storage; its count of values comes first."""
    kinds = {_check_key(one.key[2]): one.key[1].name.rpartition(".")[2] for one in persistent}
    for key in keys:
        file.seek(place)
        count = int.from_bytes(file.read(8), "little")
        length = count * STORAGES[kinds[_check_key(key)]].itemsize
        yield _check_key(key), (place + 8, length)
        place += 8 + length
