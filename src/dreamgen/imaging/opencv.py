"""OpenCV, which dreamgen does without where it is not installed."""

from __future__ import annotations

import os
from typing import Any


def import_opencv() -> Any:
    """Return OpenCV's module; its types do not know all of it. Raise ImportError if there is none.

    It puts a folder of its own into ``LD_LIBRARY_PATH`` when it is imported, which programs started
    afterwards would search: the variable is left as it was.
    """
    before = os.environ.get("LD_LIBRARY_PATH")
    try:
        import cv2
    finally:
        if before is None:
            os.environ.pop("LD_LIBRARY_PATH", None)
        else:
            os.environ["LD_LIBRARY_PATH"] = before
    return cv2
