"""Dream: pictures in, dreams out."""

from __future__ import annotations

from typing import Any

from comfy_api.latest import io

from ..pixels import to_image
from ..progress import Progress
from ..session import shared_session
from .inputs import make_request, part_inputs, picture_inputs

CATEGORY = "dreamgen"


class Dream(io.ComfyNode):
    """Every picture of a batch is dreamed by itself, with the same seed."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="DreamgenDream",
            display_name="Dream",
            category=CATEGORY,
            description="DeepDream: gradient ascent on the picture, so that a network's layers,"
            " channels or concepts fire harder.",
            inputs=[*picture_inputs(), *part_inputs()],
            outputs=[
                io.Image.Output("dream", display_name="image"),
                io.String.Output(
                    "made_by", display_name="recipe", tooltip="All that made it, as TOML."
                ),
            ],
        )

    @classmethod
    def execute(cls, **given: Any) -> io.NodeOutput:
        request = make_request(given)
        progress = Progress(request.count())
        frames: list[Any] = []
        text = ""
        for number, job in enumerate(request.prepare()):
            progress.begin(number)
            frames += shared_session().frames(job, progress)
            text = text or job.text()
        return io.NodeOutput(to_image(frames), text)
