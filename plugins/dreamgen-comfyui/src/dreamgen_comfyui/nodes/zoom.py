"""Zoom: one picture in, the frames of a film out."""

from __future__ import annotations

from typing import Any

import torch
from comfy_api.latest import io

import dreamgen

from ..pixels import to_image
from ..progress import Progress
from ..session import shared_session
from .dream import CATEGORY
from .inputs import make_request, part_inputs, picture_inputs


class Zoom(io.ComfyNode):
    """The frames come as one batch, for Create Video or anything else that takes images."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="DreamgenZoom",
            display_name="Dream Zoom",
            category=CATEGORY,
            description="A film: the camera moves into the picture, which is dreamed on and on.",
            inputs=[
                *picture_inputs(),
                io.Float.Input(
                    "seconds",
                    default=0.0,
                    min=0.0,
                    max=86400.0,
                    step=0.5,
                    tooltip="How long it lasts; 0: as the recipe says, or 4.",
                ),
                io.Float.Input(
                    "fps",
                    default=0.0,
                    min=0.0,
                    max=240.0,
                    step=1.0,
                    tooltip="Frames per second; 0: as the recipe says, or 30.",
                ),
                io.Boolean.Input(
                    "loop",
                    default=False,
                    tooltip="No end, and no join: the picture contains itself.",
                ),
                *part_inputs("motion"),
            ],
            outputs=[
                io.Image.Output("frames", display_name="images"),
                io.Float.Output("rate", display_name="fps"),
                io.String.Output(
                    "made_by", display_name="recipe", tooltip="All that made it, as TOML."
                ),
            ],
        )

    @classmethod
    def execute(cls, **given: Any) -> io.NodeOutput:
        names = ("seconds", "fps", "loop", "motion")
        chosen = {name: given[name] for name in names if given.get(name)}
        request = make_request(given, moving=True, keys={"zoom": chosen} if chosen else {})
        if request.count() > 1:
            raise dreamgen.BadInput(
                f"a zoom goes into one picture and {request.count()} are given: choose one, as"
                " with Image From Batch"
            )
        (job,) = request.prepare()
        if job.recipe.zoom.endless:
            raise dreamgen.BadInput("zoom.endless: a batch of images has an end: leave it out")
        progress = Progress(1)
        progress.begin(0, job.dreams)
        # Frame by frame, so that none is in memory twice.
        frames = [to_image([frame]) for frame in shared_session().frames(job, progress)]
        return io.NodeOutput(torch.cat(frames), job.recipe.zoom.fps, job.text())
