"""What is done to a dream once its ascent has ended: colours, effects, opacity, background."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame
    from dreamgen.render.job import Job


def develop(job: Job, pixels: Tensor) -> Frame:
    """Return the finished frame of a job's dream: its colours, effects and background."""
    from dreamgen.imaging.colour import recolour
    from dreamgen.imaging.picture import Frame
    from dreamgen.imaging.strips import strips_of

    source, how = job.picture.pixels, job.recipe.colour
    pixels, opacity = pixels[:3], pixels[3:]
    if how != "free":
        strips = strips_of(*pixels.shape[1:])
        pixels = strips.map(lambda dreamed, source: recolour(dreamed, source, how), pixels, source)
    frame = Frame(pixels, job.picture.alpha, source)
    if len(opacity):
        protected = job.picture.protected
        frame = fade(frame, opacity if protected is None else opacity.maximum(protected))
    return lay_on_background(apply_effects(frame, job), job.recipe.background)


def apply_effects(frame: Frame, job: Job) -> Frame:
    """Return a frame after the recipe's effects, each with a random source of its own."""
    for number, effect in enumerate(job.effects):
        rng = random.Random(f"{job.recipe.seed} finish {number}")
        frame = effect.apply(frame, job.picture, rng)
    return frame


def fade(frame: Frame, opacity: Tensor) -> Frame:
    """Return a frame that is only as opaque as this, (1, H, W) in 0..1, or less where it was."""
    # Pixels lie on white wherever they are transparent.
    return replace(
        frame,
        pixels=1 + (frame.pixels - 1) * opacity,
        alpha=opacity if frame.alpha is None else frame.alpha * opacity,
    )


def lay_on_background(frame: Frame, background: str | None) -> Frame:
    """Return a frame with what is transparent laid on a CSS colour, or as it is."""
    if background is None or frame.alpha is None:
        return frame
    from PIL import ImageColor

    red, green, blue = (value / 255 for value in ImageColor.getrgb(background)[:3])
    return replace(frame, pixels=frame.flatten((red, green, blue)), alpha=None)
