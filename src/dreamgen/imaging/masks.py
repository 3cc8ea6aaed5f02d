"""Masks with the margins that loaders give them: what stays clear, and what fades in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

CLEAR_MARGIN = 0.0035
"""Untouched margin around glyphs, as a share of the picture's longest side; at least 2 pixels."""

FADE = 0.008
"""Over which an area fades in from its edge, as a share of the longest side."""


def protect_with_margin(inside: np.ndarray) -> Tensor:
    """Return 1 on every pixel of (H, W) that is True and on a clear margin, then a soft edge.

    float32 (1, H, W) in 0..1; at least one pixel must be True.
    """
    import torch

    from dreamgen.imaging.strips import strips_of

    margin = max(2, round(CLEAR_MARGIN * max(inside.shape)))
    end = 2 * margin + 1

    # Flat at both ends, so that neither edge of the margin can be seen.
    def measure(part: Tensor) -> Tensor:
        distance = torch.from_numpy(distance_to(part.numpy(), end))
        return smoothstep((end - distance) / (margin + 1))

    return strips_of(*inside.shape).map(measure, torch.from_numpy(inside), reach=end)[None]


def fade_edges(inside: np.ndarray) -> np.ndarray:
    """Return an area (H, W), 0..1, that rises from 0 at its edge to 1 a little further in.

    So that dreaming in a panel does not touch the labels close outside it.
    """
    import numpy as np
    import torch

    from dreamgen.imaging.strips import strips_of

    furthest = max(2, round(FADE * max(inside.shape)))

    def fade(part: Tensor) -> Tensor:
        own = part.numpy()
        depth = distance_to(np.pad(own < 0.5, 1, mode="edge"), furthest)[1:-1, 1:-1] / furthest
        return torch.from_numpy(own * smoothstep(depth))

    area = torch.from_numpy(inside)
    return strips_of(*inside.shape).map(fade, area, reach=furthest).numpy()


def distance_to(inside: np.ndarray, furthest: int) -> np.ndarray:
    """Return each pixel's exact distance to the nearest True one, float32 (H, W), up to a limit.

    Felzenszwalb & Huttenlocher 2012, "Distance Transforms of Sampled Functions": first along the
    rows, then the lowest parabola along the columns, here only as far as the limit.
    """
    import numpy as np

    height, width = inside.shape
    fits = width + furthest < 2**15 and 2 * furthest**2 < 2**15
    whole = np.int16 if fits else np.int32  # the short ones are twice as fast
    column = np.arange(width, dtype=whole)
    before = np.where(inside, column, whole(-furthest))
    after = np.where(inside, column, whole(width + furthest))[:, ::-1]
    before = np.maximum.accumulate(before, axis=1)
    after = np.minimum.accumulate(after, axis=1)[:, ::-1]
    along = np.minimum(np.minimum(column - before, after - column), whole(furthest)) ** 2
    nearest = along.copy()
    for step in range(1, min(furthest, height - 1) + 1):
        raised = along + whole(step * step)
        np.minimum(nearest[step:], raised[:-step], out=nearest[step:])
        np.minimum(nearest[:-step], raised[step:], out=nearest[:-step])
    return np.minimum(np.sqrt(nearest, dtype=np.float32), furthest)
