"""Nested zooms: dreamed at a few keyframes only, composed in between."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
import torch
from torch import Tensor

from dreamgen.engine.zoom.camera import Camera
from dreamgen.engine.zoom.compositing import Overlay, compose
from dreamgen.engine.zoom.keyframes import Keyframes
from dreamgen.engine.zoom.tone import match_tone
from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.picture import Picture
from dreamgen.imaging.smoothstep import smoothstep


def nested(
    camera: Camera, keyframes: Keyframes, picture: Picture, moments: Iterable[float]
) -> Iterator[Tensor]:
    """Yield a frame, (3, H, W) in 0..1 on the CPU, for each moment in seconds.

    A keyframe appears as a dim small patch in the middle of the one before, is opaque by the time it
    is the next one, and grows until it fills the frame. Only a window of keyframes is in memory, so
    a zoom may be of any length. What is protected in ``picture`` is exact while the camera is at the
    picture itself, and dissolves on the way to the next keyframe.
    """
    protected = _make_protected_texture(picture)
    for seconds in moments:
        depth = camera.depth(seconds)
        camera.forget(depth)
        view = camera.view(seconds)
        overlays = [
            keyframes.overlay(
                number,
                view,
                1 - smoothstep(number - depth - 1),
                _measure_fill(number, depth, camera),
            )
            for number in _find_visible(depth, camera)
        ]
        composed = compose(overlays, keyframes.size)
        frame = match_tone(
            composed[:3], keyframes.tone, where=composed[3:] if len(composed) > 3 else None
        )
        yield _overlay_protected(frame, protected, camera, depth, view).cpu()


def _find_visible(depth: float, camera: Camera) -> range:
    """Return which keyframes a frame can show, the deepest first."""
    deepest, widest = math.ceil(depth + 2) - 1, math.floor(depth + 1e-9) - 1
    if not camera.loops:
        deepest, widest = min(deepest, camera.count - 1), max(widest, 0)
    return range(deepest, widest - 1, -1)


def _measure_fill(number: int, depth: float, camera: Camera) -> float:
    """Return how far a keyframe's mirrored surroundings stand in for those behind it."""
    if number == 0 and not camera.loops:
        return 1.0  # nothing is behind it
    return smoothstep(depth - number + 1e-9)


def _make_protected_texture(picture: Picture) -> Texture | None:
    if picture.protected is None or not picture.protected.any():
        return None
    return Texture(torch.cat([picture.pixels, picture.protected]))


def _overlay_protected(
    frame: Tensor, protected: Texture | None, camera: Camera, depth: float, view: np.ndarray
) -> Tensor:
    nearest = round(depth / camera.count) * camera.count if camera.loops else 0
    opacity = 1 - smoothstep(abs(depth - nearest))
    if protected is None or opacity == 0:
        return frame
    transform = np.linalg.solve(camera.keyframe(nearest), view)
    behind = torch.cat([frame.cpu(), torch.ones_like(frame[:1]).cpu()])
    overlays = [
        Overlay(protected, transform, opacity),
        Overlay(Texture(behind), np.eye(3), fill=1.0),
    ]
    height, width = frame.shape[1:]
    return compose(overlays, (height, width))
