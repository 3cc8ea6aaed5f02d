"""Arrays and tensors of Python callers as bands of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from dreamgen.imaging.bands import Bands

TAKEN = (
    'a path, "noise", "sample:NAME", a Pillow image, an array or tensor of shape (height, width), '
    "(height, width, 1, 3 or 4) or (1, 3 or 4, height, width), or with dreamgen-plots a figure of "
    "matplotlib, plotnine, pandas or Altair"
)
CHANNELS = (1, 3, 4)
LARGEST_FLOAT, SMALLEST_FLOAT = 2.0, -1.0  # beyond them, floats are not in 0..1 but overshoot


def read_pixels(source: Any) -> Image.Image | Bands:
    """Return a Pillow image as it is, and anything else as :func:`bands_of_array` does."""
    from PIL import Image

    return source if isinstance(source, Image.Image) else bands_of_array(source)


def bands_of_array(source: Any) -> Bands:
    """Return an array or tensor as bands: grey, RGB or RGBA; floats stay floats, unrounded.

    Shapes are (H, W), (H, W, C) or (C, H, W), with 1, 3 or 4 channels, and one more axis of length 1
    before them. Values are 0..1 if floats, 0..255 if whole numbers, or booleans. Raise BadInput for
    anything else, and for a shape that could be read both ways.
    """
    import numpy as np
    from PIL import Image

    from dreamgen.imaging.bands import Bands

    values = _put_channels_last(_read_values(source), type(source).__name__)
    levels = np.atleast_3d(_read_levels(values))
    bands = np.ascontiguousarray(np.moveaxis(levels, 2, 0))
    return Bands.of([Image.fromarray(band) for band in bands])


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
    """Return float32 in 0..1 of floats, uint8 of anything else."""
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
    return np.clip(values, 0, 1).astype(np.float32) if is_float else values.astype(np.uint8)
