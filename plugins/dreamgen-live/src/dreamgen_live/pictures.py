"""Pictures as JPEG files, to a page and from it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from dreamgen import BadInput

if TYPE_CHECKING:
    import numpy as np

    from dreamgen import Frame

QUALITY = 90
MOST_PIXELS = 4096 * 4096
FORMATS = ("JPEG", "WEBP", "PNG")


def to_levels(frame: Frame) -> np.ndarray:
    """Return a frame as uint8 (height, width, 3)."""
    pixels = (frame.pixels * 255).round().clamp(0, 255).byte()
    return pixels.permute(1, 2, 0).contiguous().numpy()


def encode(levels: np.ndarray) -> bytes:
    """Return uint8 (height, width, 3) as a JPEG file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(levels).save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()


def decode(picture: Any) -> Any:
    """Return what a picture file holds, as a Pillow image; anything else as it is.

    Raise BadInput for bytes that are no JPEG, WebP or PNG file, or one of too many pixels.
    """
    if not isinstance(picture, bytes):
        return picture
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(picture), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise BadInput(f"the page sent a picture of {image.width}x{image.height} pixels")
        return image.convert("RGB")
    except (OSError, SyntaxError, ValueError):
        raise BadInput("the page sent what is no picture") from None
