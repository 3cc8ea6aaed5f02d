"""Check components that change finished frames."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dreamgen.effects.base import Effect
from dreamgen.plugins.guard.require import require, require_picture, require_type

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame, Picture

SIZE = (192, 96)  # width and height
SEED = 7
KEPT = 0.4
"""Share that must stay of how well protected words stand out, and of how alike they look."""


def check_effect(effect: Effect) -> None:
    """A frame of the same size, in 0..1, transparent where it was, and the same for a seed.

    What it is given stays as it is, and the words that the source protects stay readable.
    """
    import torch

    from dreamgen.imaging.picture import Frame

    width, height = SIZE
    for alpha in (None, torch.linspace(0, 1, width).expand(1, height, width).contiguous()):
        source = _make_source()
        frame = _make_dream(source, alpha)
        given = (frame.pixels.clone(), source.pixels.clone())
        done, again = (effect.apply(frame, source, random.Random(SEED)) for _ in range(2))
        require_type(done, Frame, "what it makes of a frame", "a Frame")
        require_picture(done.pixels, (3, height, width), "what it makes of a frame")
        require((done.alpha is None) == (alpha is None), "it must keep a frame's transparency")
        same = torch.equal(done.pixels, again.pixels)
        require(same, "it differs for the same seed: take chances from rng")
        kept = torch.equal(given[0], frame.pixels) and torch.equal(given[1], source.pixels)
        require(kept, "it changes what it is given: work on a copy")
        _check_words(done.pixels, frame.pixels, source)


def _check_words(done: Tensor, before: Tensor, source: Picture) -> None:
    assert source.protected is not None
    stands_out = _measure_contrast(done, source.protected)
    alike = _correlate(done, source.protected)
    readable = stands_out >= KEPT * _measure_contrast(before, source.protected)
    readable &= alike >= KEPT * _correlate(before, source.protected)
    require(readable, "words that the source protects become unreadable: spare source.protected")


def _measure_contrast(pixels: Tensor, words: Tensor) -> float:
    """Return how much lighter, or darker, words are than what is around them."""
    around = _widen(words) - words
    lightness = pixels.mean(0, keepdim=True)
    on, off = ((lightness * where).sum() / where.sum() for where in (words, around))
    return float((on - off).abs())


def _correlate(pixels: Tensor, words: Tensor) -> float:
    """Return how far the lightness about the words goes with their shapes, 0 to 1."""
    import torch

    near = _widen(words) > 0
    pair = torch.stack([pixels.mean(0, keepdim=True)[near], words[near]])
    return abs(float(torch.corrcoef(pair)[0, 1].nan_to_num()))


def _widen(words: Tensor) -> Tensor:
    import torch

    return torch.nn.functional.max_pool2d(words[None], 9, 1, 4)[0]


def _make_source() -> Picture:
    """Return light noise with a line of dark strokes on it, protected as words are."""
    import torch

    from dreamgen.imaging.noise import pink_noise
    from dreamgen.imaging.picture import Picture

    width, height = SIZE
    words, rng = torch.zeros(1, height, width), random.Random(SEED)
    left = 24
    while left < width - 40:
        top = 16 + 2 * rng.randrange(3)
        words[:, top:32, left : left + 2] = 1
        words[:, 22 + 2 * rng.randrange(3), left : left + 6] = 1
        left += rng.randrange(5, 12)
    light = 0.75 + 0.25 * pink_noise(SIZE, SEED).pixels
    return Picture(light * (1 - words), protected=words)


def _make_dream(source: Picture, alpha: Tensor | None) -> Frame:
    from dreamgen.imaging.noise import pink_noise
    from dreamgen.imaging.picture import Frame

    assert source.protected is not None
    dreamed = pink_noise(SIZE, 0).pixels.lerp(source.pixels, source.protected)
    return Frame(dreamed, alpha, source.pixels)
