"""Sweep: one picture at many layers, channels, seeds or anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comfy_api.latest import io
from torch import Tensor

import dreamgen

from ..pixels import to_image
from ..progress import Progress
from ..request import Layer, Request
from ..session import shared_session
from .dream import CATEGORY
from .inputs import make_request, part_inputs, picture_inputs

_MOST = 4096


class Sweep(io.ComfyNode):
    """Images, recipes and captions come as lists, so that every image keeps its own recipe."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="DreamgenSweep",
            display_name="Dream Sweep",
            category=CATEGORY,
            description="The same dream over and over, one thing varied: see what a knob does.",
            inputs=[
                *picture_inputs(),
                io.String.Input(
                    "vary",
                    default="layer=all",
                    tooltip="KEY=VALUES, as layer=3,6,8 or seed=1..9 or channel=6:strongest:8"
                    " or step_size=0.5:2:5 or preset=classic,washed.",
                ),
                *part_inputs(),
            ],
            outputs=[
                io.Image.Output("dreams", display_name="images", is_output_list=True),
                io.String.Output("made_by", display_name="recipes", is_output_list=True),
                io.String.Output("captions", display_name="captions", is_output_list=True),
            ],
        )

    @classmethod
    def execute(cls, vary: str, **given: Any) -> io.NodeOutput:
        request = make_request(given)
        choices = list(_list_choices(vary, request))
        if len(choices) * request.count() > _MOST:
            raise dreamgen.BadInput(f"vary: {vary} makes more than {_MOST} pictures: narrow it")
        progress = Progress(len(choices) * request.count())
        images: list[Tensor] = []
        recipes, captions = [], []
        for choice in choices:
            for job in request.prepare(*_as_layer(choice)):
                progress.begin(len(images))
                images += [to_image([frame]) for frame in shared_session().frames(job, progress)]
                recipes.append(job.text())
                captions.append(choice.caption)
        return io.NodeOutput(images, recipes, captions)


def _list_choices(vary: str, request: Request) -> Iterator[Any]:
    axis = dreamgen.read_axis(vary, options=shared_session().registry.options())
    if axis.key == "input":
        raise dreamgen.BadInput(
            "vary: input=...: pictures come in through the node; connect a batch"
        )
    if not axis.needs_network:
        return iter(axis)
    return iter(dreamgen.look_up_values(axis, next(request.prepare())))


def _as_layer(choice: Any) -> tuple[Layer | None, str | None]:
    """Return a choice as keys of a recipe, or as a preset."""
    if choice.key == "preset":
        return None, choice.value
    table = choice.value
    for part in reversed(choice.key.split(".")):
        table = {part: table}
    return (f"vary {choice.key}={choice.text}", table), None
