"""Files of weights that other programs write, told by their first bytes or their names."""

from __future__ import annotations

import zipfile
from pathlib import Path

READS = "dreamgen reads safetensors and torch's files (.pth, .pt, .bin, .ckpt)"
STARTS = {
    b"\x89HDF": "a file of Keras or HDF5",
    b"GGUF": "a GGUF file",
    b"\x93NUMPY": "a single array of NumPy's",
    b"version https://git-lfs": "a pointer of Git LFS, not the weights: run `git lfs pull`",
    b"<": "a web page or XML, not the weights",
    b"{": "a JSON file, not the weights",
}
SUFFIXES = {
    ".onnx": "a network for ONNX",
    ".h5": "a file of Keras or HDF5",
    ".keras": "a network of Keras",
    ".npz": "an archive of NumPy's arrays",
    ".msgpack": "a checkpoint of Flax",
    ".pb": "a network of TensorFlow",
    ".tflite": "a network of TensorFlow",
    ".index": "part of a checkpoint of TensorFlow",
    ".mlmodel": "a network for Core ML",
}


def describe_foreign(path: Path, start: bytes) -> str | None:
    """Say what a file is that is none of torch's; None if it may well be one.

    start: its first bytes.
    """
    for begin, what in STARTS.items():
        if start.startswith(begin):
            return what if "not the weights" in what else f"{what}; {READS}"
    if start.startswith(b"PK"):
        return _describe_archive(path)
    if path.suffix.lower() in SUFFIXES:
        return f"{SUFFIXES[path.suffix.lower()]}; {READS}"
    if not start.startswith(b"\x80"):
        return f"neither a safetensors file nor a torch checkpoint: no weights in it; {READS}"
    return None


def _describe_archive(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None  # damaged, which the reader says
    if any(name.endswith("constants.pkl") for name in names):
        return "a TorchScript program: save its state_dict, best as safetensors"
    if any(name.endswith("data.pkl") for name in names):
        return None
    what = SUFFIXES[".npz"] if any(name.endswith(".npy") for name in names) else "a zip archive"
    return f"{SUFFIXES.get(path.suffix.lower(), what)}; {READS}"
