"""Feedback zooms, the classic kind: every frame is the last one, warped and dreamed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import torch
from torch import Tensor

from dreamgen.engine.zoom.camera import Camera
from dreamgen.engine.zoom.dreamer import Dreamer
from dreamgen.engine.zoom.store import Store, write_behind
from dreamgen.engine.zoom.tone import Tone, match_sharpness, match_tone
from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.picture import Picture


def feedback(
    camera: Camera,
    dreamer: Callable[[int], Dreamer],
    store: Store,
    picture: Picture,
    first: Callable[[], Tensor],
    moments: Iterable[float],
    blend: Callable[[int], float] = lambda number: 0.0,
) -> Iterator[Tensor]:
    """Yield a frame, (3, H, W) in 0..1 on the CPU, for each moment in seconds.

    ``dreamer`` and ``blend`` say of each frame's number, from 0, how it is dreamed.

    Each is resampled from the last by cubic splines, dreamed on from there, brought back to the
    first one's brightness, colour and sharpness, and mixed with ``blend`` of what it was before.
    All of that stays on the network's device.
    A frame depends only on the one before it and on its own number, so a zoom can continue from
    any stored frame. Frames are stored in 8-bit levels, as files hold them.
    """
    with write_behind(store) as behind:
        yield from _feed_back(camera, dreamer, behind, picture, first, moments, blend)


def _feed_back(
    camera: Camera,
    dreamer: Callable[[int], Dreamer],
    store: Store,
    picture: Picture,
    first: Callable[[], Tensor],
    moments: Iterable[float],
    blend: Callable[[int], float],
) -> Iterator[Tensor]:
    size, picture = picture.size[::-1], picture.to(dreamer(0).ascent.device)
    frame, tone, before = picture.pixels, Tone.measure(picture.pixels, picture.mask), np.eye(3)
    for number, seconds in enumerate(moments):
        view, name = camera.view(seconds), f"frame-{number:06}"
        stored = store.get(name)
        if stored is None:
            if number == 0:
                dreamed = first().to(frame.device)
            else:
                warped = Texture(frame).sample(np.linalg.solve(before, view), size).clamp(0, 1)
                start = _attach_mask(warped, picture, camera.from_start(view), size)
                dreamed = dreamer(number).dream(start, number)
                dreamed = match_sharpness(dreamed, tone, start.mask)
                dreamed = match_tone(dreamed, tone, where=start.mask)
                dreamed = torch.lerp(dreamed, warped, blend(number))
            stored = (dreamed * 255).round().to(torch.uint8)
            store.put(name, stored.cpu())
        frame = stored.to(frame.device).float() / 255
        camera.forget(camera.depth(seconds))
        before = camera.view(seconds)
        if number == 0:
            tone = Tone.measure(frame, picture.mask)
        yield frame.cpu()


def _attach_mask(
    pixels: Tensor, picture: Picture, view: np.ndarray, size: tuple[int, int]
) -> Picture:
    """Return warped pixels as a picture, with the mask of the first one warped to ``view``."""
    warped = Picture(pixels)
    if picture.mask is None:
        return warped
    return warped.with_mask(Texture(picture.mask).sample(view, size).clamp(0, 1))
