"""Arrays and tensors of Python callers as images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

TAKEN = (
    'a path, "noise", "sample:NAME", a Pillow image, an array or tensor of shape (height, width), '
    "(height, width, 1, 3 or 4) or (1, 3 or 4, height, width), or with dreamgen-plots a figure of "
    "matplotlib, plotnine, pandas or Altair"
)
CHANNELS = (1, 3, 4)
LARGEST_FLOAT, SMALLEST_FLOAT = 2.0, -1.0  # beyond them, floats are not in 0..1 but overshoot


def image_of_array(source: Any) -> Image.Image:
    """Return an array or tensor as an 8-bit image: grey, RGB or RGBA.

    Shapes are (H, W), (H, W, C) or (C, H, W), with 1, 3 or 4 channels, and one more axis of length 1
    before them. Values are 0..1 if floats, 0..255 if whole numbers, or booleans. Raise BadInput for
    anything else, and for a shape that could be read both ways.
    """
    from PIL import Image

    values = _put_channels_last(_read_values(source), type(source).__name__)
    levels = _read_levels(values)
    return Image.fromarray(levels[:, :, 0] if levels.ndim == 3 and levels.shape[2] == 1 else levels)


def _read_values(source: Any) -> np.ndarray:
    import numpy as np

    kind = type(source).__name__
    try:
        if hasattr(source, "detach"):  # a tensor, perhaps of a kind of float that numpy lacks
            source = source.detach().cpu()
            source = source.float() if source.is_floating_point() else source
        values = np.asarray(source)
    except Exception:
        values = np.asarray(None)
    if values.dtype.kind not in "uifb":
        raise BadInput(f"an object of type {kind} is no picture; give {TAKEN}")
    return values


def _put_channels_last(values: np.ndarray, kind: str) -> np.ndarray:
    """Return (H, W) or (H, W, C) of any of the shapes that are taken."""
    import numpy as np

    shape = tuple(values.shape)
    if len(shape) == 4 and shape[0] == 1:
        values = values[0]
    if values.ndim == 2 and values.size:
        return values
    first, last = (values.ndim == 3 and values.shape[axis] in CHANNELS for axis in (0, -1))
    if first and last:
        raise BadInput(f"a {kind} of shape {shape} could have its channels first or last")
    if not values.size or not (first or last):
        raise BadInput(f"a {kind} of shape {shape} is no picture; give {TAKEN}")
    return np.moveaxis(values, 0, 2) if first else values


def _read_levels(values: np.ndarray) -> np.ndarray:
    import numpy as np

    if values.dtype.kind == "b":
        return values.astype(np.uint8) * 255
    if not np.isfinite(values).all():
        raise BadInput("the array given holds values that are not finite")
    low, high = float(values.min()), float(values.max())
    is_float = values.dtype.kind == "f"
    least, most = (SMALLEST_FLOAT, LARGEST_FLOAT) if is_float else (0, 255)
    if low < least or high > most:
        raise BadInput(
            f"the array given has values from {low:g} to {high:g}: floats must be in 0..1, and "
            "whole numbers in 0..255"
        )
    levels = np.clip(values, 0, 1) * 255 if is_float else values
    return levels.round().astype(np.uint8)
