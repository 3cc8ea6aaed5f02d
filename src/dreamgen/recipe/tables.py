"""The tables within a recipe: octaves, zoom and film."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dreamgen.recipe.expressions import Call, Term
from dreamgen.recipe.fields import SumField, TimeField
from dreamgen.recipe.table import Table


class Octaves(Table):
    """The scales of the ascent, from small to full size."""

    changes = ("count", "ratio", "step_decay")

    count: int = Field(5, ge=1, le=20, description="how many scales")
    ratio: float = Field(1.4, gt=1, le=4, description="size of each scale over the one before")
    step_decay: float = Field(
        0.8, gt=0, le=1, description="share of an octave's steps that the next larger one takes"
    )


class Zoom(Table):
    """How a picture becomes a zoom; a still picture leaves it aside."""

    changes = ("motion", "steps", "octaves", "initial_noise", "blend")

    mode: Literal["nested", "feedback"] = Field("nested", description="keyframes, or every frame")
    seconds: float = Field(4.0, gt=0, le=86_400, description="how long it lasts")
    fps: float = Field(30.0, gt=0, le=240, description="frames per second")
    motion: SumField = Field((Term(Call("zoom")),), description="as zoom(2) + rotate(ramp(0, 30))")
    loop: bool = Field(False, description="the picture contains itself: no end, and no join")
    endless: bool = Field(
        False, description="on and on; after the seconds, motion and transitions begin anew"
    )
    factor: float = Field(1.6, ge=1.1, le=4, description="of zoom from one keyframe to the next")
    transition: tuple[SumField, ...] = Field(
        (), description="objectives to change to on the way, one after another"
    )
    steps: int | None = Field(
        None, ge=0, le=100_000, description="steps in a keyframe's first octave"
    )
    octaves: int = Field(
        3, ge=1, le=20, description="scales in a keyframe, the finest of the picture's"
    )
    initial_noise: float = Field(
        0.15, ge=0, le=1, description="share of coloured noise in a keyframe before its ascent"
    )
    blend: float = Field(
        0.0, ge=0, le=1, description="in feedback, how much of the last frame stays"
    )
    draft: bool = Field(False, description="half as wide and high, without the finest octaves")


class Film(Table):
    """How a film is dreamed: each frame begins from the last dream, carried along by optical flow."""

    changes = ("every", "past", "new", "source", "steps", "octaves")

    start: TimeField = Field(0.0, le=360_000, description="where to begin, as 0:10 or in seconds")
    stop: TimeField | None = Field(
        None, gt=0, le=360_000, description="where to end; its own end if left out"
    )
    fps: float | None = Field(
        None, gt=0, le=240, description="frames per second; the film's own if left out"
    )
    every: int = Field(
        1, ge=1, le=100, description="dream every n-th frame; those between carry the dream along"
    )
    past: float = Field(
        1.0, ge=0, le=1, description="share of the last dream that a frame begins with"
    )
    new: float = Field(
        0.4, ge=0, le=1, description="share of what is dreamed anew that is added to it"
    )
    source: float = Field(
        0.0, ge=0, le=1, description="share of the film itself that is laid over the dream"
    )
    flow: Literal["dis", "raft"] = Field(
        "dis", description="optical flow: OpenCV's search, or a network for a GPU"
    )
    steps: int = Field(
        1, ge=0, le=100_000, description="steps in the first octave of a frame that goes on"
    )
    octaves: int = Field(2, ge=1, le=20, description="scales of such a frame, the finest alone")
    draft: bool = Field(False, description="half as wide and high, without the finest octaves")
