"""A camera for other programs, whose picture is the dream; it needs pyvirtualcam."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dreamgen import BadInput

if TYPE_CHECKING:
    import numpy as np

MISSING = "--virtual-camera needs pyvirtualcam (GPL): pip install pyvirtualcam"


class VirtualCamera:
    """Shows frames, uint8 (height, width, 3), at the size of the first one, ``fps`` a second.

    Raise BadInput if pyvirtualcam is missing. A frame for which there is no device is refused once;
    those after it are left out.
    """

    def __init__(self, fps: float):
        if find_spec("pyvirtualcam") is None:
            raise BadInput(MISSING)
        self._fps = max(1, round(fps))
        self._size = (0, 0)
        self._camera: Any = None
        self._has_failed = False

    def add(self, levels: np.ndarray) -> None:
        """Show a frame. Raise BadInput if there is no device to show it."""
        import cv2
        import numpy as np

        if self._has_failed:
            return
        try:
            if self._camera is None:
                self._open(*levels.shape[1::-1])
            if levels.shape[1::-1] != self._size:
                levels = cv2.resize(levels, self._size, interpolation=cv2.INTER_CUBIC)
            self._camera.send(np.ascontiguousarray(levels))
        except RuntimeError as problem:
            self._has_failed = True
            reason = " ".join(str(problem).split())
            raise BadInput(f"--virtual-camera: there is no device for it: {reason}") from None

    def _open(self, width: int, height: int) -> None:
        import pyvirtualcam

        self._size = (width - width % 2, height - height % 2)
        self._camera = pyvirtualcam.Camera(*self._size, self._fps)

    def close(self) -> None:
        """Take the camera away."""
        if self._camera is not None:
            self._camera.close()
