"""OpenEXR files, through the OpenEXR project's own library: linear light in floats."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dreamgen.errors import BadInput
from dreamgen.recipe.embedding.embed import decode_comment, encode_comment

NEEDED = 'EXR needs OpenEXR: pip install "dreamgen[exr]"'
_START = b"\x76\x2f\x31\x01"


def check_exr() -> None:
    """Raise BadInput if OpenEXR is missing."""
    try:
        import OpenEXR  # noqa: F401
    except ImportError:
        raise BadInput(f"writing {NEEDED}") from None


def write_exr(path: Path, light: np.ndarray, recipe: str) -> None:
    """Write float16 or float32 light (H, W, 3 or 4), its alpha premultiplied, with a recipe's text.

    OSError passes through.
    """
    import OpenEXR

    header = {
        "compression": OpenEXR.ZIP_COMPRESSION,
        "type": OpenEXR.scanlineimage,
        "comments": encode_comment(recipe).decode(),
    }
    channels = "RGB" if light.shape[2] == 3 else "RGBA"
    try:
        OpenEXR.File(header, {channels: light}).write(str(path))
    except RuntimeError as problem:  # all that the library raises
        raise OSError(str(problem)) from None


def read_exr_recipe(path: Path) -> str | None:
    """Return the recipe in an EXR file, or None. Raise BadInput if OpenEXR is missing."""
    try:
        with path.open("rb") as file:
            if file.read(4) != _START:
                return None
    except OSError:
        return None
    try:
        import OpenEXR
    except ImportError:
        raise BadInput(f"reading {NEEDED}") from None
    try:
        comment = OpenEXR.File(str(path), header_only=True).header().get("comments")
    except RuntimeError:  # it is damaged
        return None
    return decode_comment(comment.encode()) if isinstance(comment, str) else None
