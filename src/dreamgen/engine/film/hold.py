"""Hold a film's brightness, contrast and colour to its source's, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.engine.zoom.tone import Tone, match_tone

LEAST = 0.02
"""Deviation of a source, in 0..1, below which its contrast says nothing."""


@dataclass(frozen=True)
class Hold:
    """How much more contrast the dream of a shot's first frame has than its source, (3, 1, 1)."""

    contrast: Tensor
    detail: Tensor = torch.tensor(1.0)

    @classmethod
    def measure(cls, dreamed: Tensor, source: Tensor, where: Tensor | None) -> Hold:
        """Return what holds for a shot whose first frame, (3, H, W) in 0..1, is dreamed."""
        before, after = (Tone.measure(pixels, where).deviation for pixels in (source, dreamed))
        return cls(after / before.clamp_min(LEAST), (dreamed-source).std())

    def apply(self, dreamed: Tensor, source: Tensor, where: Tensor | None) -> Tensor:
        """Return a dreamed frame with its source's mean in each channel, and contrast in proportion."""
        detail = dreamed - source
        gain = (self.detail / detail.std()).clamp(0.9, 1.0)
        dreamed = (source + gain * detail).clamp(0, 1)
        tone = Tone.measure(source, where)
        deviation = self.contrast * tone.deviation.clamp_min(LEAST)
        return match_tone(dreamed, Tone(tone.mean, deviation), where=where)

    @classmethod
    def of(cls, stored: Tensor) -> Hold:
        return cls(stored.float())


NEUTRAL = Hold(torch.ones(3, 1, 1))
