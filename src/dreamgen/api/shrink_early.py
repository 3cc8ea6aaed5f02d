"""Pictures of cameras and screens are shrunk before anything else is done with them."""

from __future__ import annotations

from typing import Any


def shrink_early(picture: Any, side: int) -> Any:
    """Return a picture shrunk by a whole number to no less than ``side``, which is quick.

    Only uint8 (height, width, 3) and Pillow's RGB are: what cameras and screens give.
    """
    from PIL import Image

    shape: Any = getattr(picture, "shape", ())
    if len(shape) == 3 and shape[2] == 3 and min(shape) > 0 and str(picture.dtype) == "uint8":
        import numpy as np

        picture = Image.fromarray(np.ascontiguousarray(picture))
    if isinstance(picture, Image.Image) and picture.mode == "RGB":
        times = max(picture.size) // side
        return picture.reduce(times) if times > 1 else picture
    return picture
