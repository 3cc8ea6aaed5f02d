"""Tensors too large to keep in memory: in temporary files, mapped so that they look like any other."""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

LARGEST_IN_MEMORY = 2**23
"""Pixels of a picture up to which it is kept in memory: a 4K screen has a few less."""

_maps: weakref.WeakKeyDictionary[mmap.mmap, int] = weakref.WeakKeyDictionary()
"""The mapped files, and where in memory they are."""


def is_large(height: int, width: int) -> bool:
    """Say whether a picture of this size is kept in a file, and worked through by strips."""
    return height * width > LARGEST_IN_MEMORY


def empty(shape: Sequence[int], dtype: torch.dtype = torch.float32) -> Tensor:
    """Return an uninitialised tensor (..., H, W) on the CPU: in memory, or in a file if it is large.

    The file has no name and goes with the tensor. It lies in ``TMPDIR`` or else in /var/tmp, since
    /tmp is often kept in memory. Where there is no room for it, the tensor is in memory after all.
    """
    return (
        empty_in_file(shape, dtype)
        if is_large(*shape[-2:])
        else torch.empty(tuple(shape), dtype=dtype)
    )


def empty_in_file(shape: Sequence[int], dtype: torch.dtype = torch.float32) -> Tensor:
    """Return an uninitialised tensor in a file, whatever its size; in memory if there is no room."""
    try:
        return _map_file(shape, dtype)
    except OSError:
        return torch.empty(tuple(shape), dtype=dtype)


def keep(values: Tensor) -> Tensor:
    """Return a tensor (..., H, W) as it is, or copied into a file if it is large."""
    if not is_large(*values.shape[-2:]) or _is_in_file(values):
        return values
    kept = empty(values.shape, values.dtype)
    rows = max(1, LARGEST_IN_MEMORY // 2**5 // values.shape[-1])
    for own, part in zip(kept.split(rows, -2), values.split(rows, -2), strict=True):
        own.copy_(part)
        release_pages()
    return kept


def release_pages() -> None:
    """Give the memory back that pages of the files take; they are read again when they are used."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for each in list(_maps):
            each.madvise(mmap.MADV_DONTNEED)


def _map_file(shape: Sequence[int], dtype: torch.dtype) -> Tensor:
    count = torch.Size(shape).numel()
    with tempfile.TemporaryFile(prefix="dreamgen-", dir=_choose_folder()) as file:
        size = count * dtype.itemsize
        if hasattr(os, "posix_fallocate"):  # a full disk is then found out here, by an error
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            file.truncate(size)
        mapped = mmap.mmap(file.fileno(), size)
    values = torch.frombuffer(mapped, dtype=dtype, count=count).view(tuple(shape))
    _maps[mapped] = values.data_ptr()
    return values


def _is_in_file(values: Tensor) -> bool:
    return values.untyped_storage().data_ptr() in _maps.values()


def _choose_folder() -> str:
    usual = Path("/var/tmp")
    is_free = "TMPDIR" not in os.environ and os.access(usual, os.W_OK)
    return str(usual) if is_free else tempfile.gettempdir()
