"""A camera for other programs, whose picture is the dream; it needs pyvirtualcam."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dreamgen import BadInput

if TYPE_CHECKING:
    import numpy as np

MISSING = "--virtual-camera needs pyvirtualcam (GPL): pip install pyvirtualcam"


def check_virtual_camera() -> None:
    """Raise BadInput if pyvirtualcam is missing."""
    from importlib.util import find_spec

    if find_spec("pyvirtualcam") is None:
        raise BadInput(MISSING)


class VirtualCamera:
    """Shows frames, uint8 (height, width, 3), at one size.

    Raise BadInput if there is no such device.
    """

    def __init__(self, size: tuple[int, int], fps: float):
        import pyvirtualcam

        self._size = tuple(max(2, side - side % 2) for side in size)
        try:
            self._camera: Any = pyvirtualcam.Camera(*self._size, max(1, round(fps)))
        except RuntimeError as problem:
            reason = " ".join(str(problem).split())
            raise BadInput(f"--virtual-camera: no such device can be opened: {reason}") from None

    def add(self, levels: np.ndarray) -> None:
        """Show a frame."""
        import cv2
        import numpy as np

        if levels.shape[1::-1] != self._size:
            levels = cv2.resize(levels, self._size, interpolation=cv2.INTER_CUBIC)
        self._camera.send(np.ascontiguousarray(levels))

    def close(self) -> None:
        """Take the camera away."""
        self._camera.close()
