"""Vectors in files: one number for each channel of a layer."""

from __future__ import annotations

import io
import re

import numpy as np

from dreamgen.errors import BadInput

SUFFIXES = (".npy", ".safetensors", ".csv", ".txt")


def is_vector_file(name: str) -> bool:
    """Say whether a file's name is that of numbers, and not that of a picture."""
    return name.lower().endswith(SUFFIXES)


def read_vector(data: bytes, name: str) -> np.ndarray:
    """Return the numbers of a file, float32 (n,): a .npy file, a .safetensors file of one tensor,
    or text with commas, spaces or line ends between them. BadInput for anything else.
    """
    suffix = name.lower()[name.rindex(".") :]
    read = {".npy": _read_npy, ".safetensors": _read_safetensors}.get(suffix, _read_text)
    try:
        values = np.asarray(read(data), dtype=np.float32)
    except BadInput as problem:
        raise BadInput(f"{name} {problem}") from None
    except Exception:  # whatever a reader of such files raises
        raise BadInput(f"{name} is no file of numbers that can be read") from None
    if max(values.shape, default=0) != values.size:
        raise BadInput(f"{name} holds numbers of shape {values.shape}, and must hold one vector")
    values = values.reshape(-1)
    if not np.isfinite(values).all() or not values.any():
        raise BadInput(f"{name} holds no direction: its numbers are all 0, or not all finite")
    return values


def _read_npy(data: bytes) -> np.ndarray:
    return np.load(io.BytesIO(data), allow_pickle=False)


def _read_safetensors(data: bytes) -> np.ndarray:
    from safetensors.torch import load

    tensors = load(data)
    if len(tensors) != 1:
        raise BadInput(f"holds {len(tensors)} tensors, and must hold a single one")
    return next(iter(tensors.values())).float().numpy()


def _read_text(data: bytes) -> list[float]:
    return [float(word) for word in re.split(r"[\s,;]+", data.decode().strip()) if word]
