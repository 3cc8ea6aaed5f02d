"""Hold a film's brightness, contrast and colour to its source's, and its dream to one strength."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.engine.zoom.tone import Tone, match_tone

LEAST = 0.02
"""Deviation of a source, in 0..1, below which its contrast says nothing."""
ROOM = 1.5
"""Of the deviation of what was dreamed: so far from black and white the mean of a frame stays."""
STRONGEST_PULL = 0.9
"""How far what was dreamed is weakened in one frame at most; from frame to frame it adds up."""


@dataclass(frozen=True)
class Hold:
    """What a shot's first frame says of all that follow.

    ``contrast``, (3, 1, 1): the deviation of its dream over that of its source, in each channel.
    ``added``, (3, 1, 1): how much larger its variance is. ``swing``, (3, 1, 1): the deviation of what
    dreaming added, and ``detail``, (), that over the whole frame. ``shift``, (3, 1, 1): how far its
    mean is from its source's.
    """

    contrast: Tensor
    added: Tensor
    detail: Tensor
    swing: Tensor
    shift: Tensor

    @classmethod
    def measure(cls, dreamed: Tensor, source: Tensor, where: Tensor | None) -> Hold:
        """Return what holds for a shot whose first frame, (3, H, W) in 0..1, is dreamed."""
        detail = dreamed - source
        before, after, change = (Tone.measure(x, where) for x in (source, dreamed, detail))
        return cls(
            contrast=after.deviation / before.deviation.clamp_min(LEAST),
            added=(after.deviation.square() - before.deviation.square()).clamp_min(0),
            detail=detail.std(),
            swing=change.deviation,
            shift=(after.mean - before.mean).abs(),
        )

    def apply(
        self, dreamed: Tensor, source: Tensor, where: Tensor | None, lift: float = 1.0
    ) -> Tensor:
        """Return a frame whose mean in each channel is its source's, and contrast in proportion.

        What was dreamed is no stronger than in the first frame: each frame adds to it. Nor is what it
        adds to the contrast, or a film that begins with an empty page would glare once it is full.
        The mean moves away from white or black as far as a dream needs to be light and dark, and no
        further than in the first frame: on a white page all that is lighter than it would be lost.
        Contrast that is too low is raised by the share ``lift``, 0..1, of what it lacks: during a fade
        it would bring back what goes.
        """
        detail = dreamed - source
        gain = (self.detail / detail.std().clamp_min(1e-6)).clamp(STRONGEST_PULL, 1.0)
        tone = Tone.measure(source, where)
        in_proportion = self.contrast * tone.deviation.clamp_min(LEAST)
        deviation = in_proportion.minimum((tone.deviation.square() + self.added).sqrt())
        room = (ROOM * self.swing).clamp_max(0.5)
        mean = tone.mean.clamp(room, 1 - room)
        mean = mean.clamp(tone.mean - self.shift, tone.mean + self.shift)
        weaker = (source + gain * detail).clamp(0, 1)
        if lift < 1:
            own = Tone.measure(weaker, where).deviation
            deviation = deviation.minimum(own.lerp(deviation, lift))
        return match_tone(weaker, Tone(mean, deviation), where=where)

    def pack(self) -> Tensor:
        """Return it as one tensor, (13,), to be kept."""
        return torch.cat([values.flatten() for values in vars(self).values()])

    @classmethod
    def unpack(cls, values: Tensor) -> Hold:
        """Return what :meth:`pack` packed."""
        contrast, added, detail, swing, shift = values.split([3, 3, 1, 3, 3])
        channels = (each.view(3, 1, 1) for each in (swing, shift))
        return cls(contrast.view(3, 1, 1), added.view(3, 1, 1), detail[0], *channels)
