"""Nested zooms: dreamed at a few keyframes only, composed in between."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from dreamgen.engine.zoom.camera import Camera
from dreamgen.engine.zoom.compositing import Sheet, compose
from dreamgen.engine.zoom.keyframes import Keyframes
from dreamgen.engine.zoom.tone import match_tone
from dreamgen.engine.zoom.warp import Layer
from dreamgen.imaging.picture import Picture
from dreamgen.imaging.smoothstep import smoothstep


def nested(
    camera: Camera, keyframes: Keyframes, picture: Picture, moments: Sequence[float]
) -> Iterator[Tensor]:
    """Yield a frame, (3, H, W) in 0..1 on the CPU, for each moment in seconds.

    A keyframe appears as a dim small patch in the middle of the one before, is whole by the time it
    is due to be the next, and grows until it fills the frame. Only a window of keyframes is in
    memory, so a zoom may be of any length. What is protected in ``picture`` is exact while the
    camera is at the picture itself, and dissolves on the way to the next keyframe.
    """
    words = _words(picture)
    for seconds in moments:
        depth, view = camera.depth(seconds), camera.view(seconds)
        sheets = [
            keyframes.sheet(
                number, view, 1 - smoothstep(number - depth - 1), _fill(number, depth, camera)
            )
            for number in _numbers(depth, camera)
        ]
        seen = compose(sheets, keyframes.size)
        frame = match_tone(seen[:3], keyframes.tone, where=seen[3:] if len(seen) > 3 else None)
        yield _with_words(frame, words, camera, depth, view).cpu()


def _numbers(depth: float, camera: Camera) -> range:
    """Return which keyframes a frame can show, the deepest first."""
    deepest, widest = math.ceil(depth + 2) - 1, math.floor(depth + 1e-9) - 1
    if not camera.loops:
        deepest, widest = min(deepest, camera.count - 1), max(widest, 0)
    return range(deepest, widest - 1, -1)


def _fill(number: int, depth: float, camera: Camera) -> float:
    """Return how far a keyframe's mirrored surroundings stand in for those behind it."""
    if number == 0 and not camera.loops:
        return 1.0  # nothing is behind it
    return smoothstep(depth - number + 1e-9)


def _words(picture: Picture) -> Layer | None:
    if picture.protected is None or not picture.protected.any():
        return None
    return Layer(torch.cat([picture.pixels, picture.protected]))


def _with_words(
    frame: Tensor, words: Layer | None, camera: Camera, depth: float, view: np.ndarray
) -> Tensor:
    nearest = round(depth / camera.count) * camera.count if camera.loops else 0
    strength = 1 - smoothstep(abs(depth - nearest))
    if words is None or strength == 0:
        return frame
    place = np.linalg.solve(camera.keyframe(nearest), view)
    behind = torch.cat([frame.cpu(), torch.ones_like(frame[:1]).cpu()])
    sheets = [Sheet(words, place, strength), Sheet(Layer(behind), np.eye(3), fill=1.0)]
    return compose(sheets, tuple(frame.shape[1:]))
