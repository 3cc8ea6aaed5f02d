"""Save Dream: PNG files that carry their recipe, and ComfyUI's workflow beside it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import folder_paths
from comfy.cli_args import args
from comfy_api.latest import io
from torch import Tensor

import dreamgen

from ..pixels import to_pillow
from .dream import CATEGORY


class Save(io.ComfyNode):
    """The pixels are those of the command line's PNG: the one rounding is dreamgen's own."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="DreamgenSave",
            display_name="Save Dream",
            category=CATEGORY,
            description="PNG files with the recipe inside, for dreamgen rerun and Load Recipe.",
            inputs=[
                io.Image.Input("image"),
                io.String.Input("recipe", force_input=True, tooltip="Of the node that dreamed."),
                io.String.Input("filename_prefix", default="dreams/dream"),
            ],
            outputs=[],
            hidden=[io.Hidden.prompt, io.Hidden.extra_pnginfo],
            is_output_node=True,
        )

    @classmethod
    def execute(cls, image: Tensor, recipe: str, filename_prefix: str) -> io.NodeOutput:
        height, width = image.shape[1:3]
        folder, name, counter, subfolder, _ = folder_paths.get_save_image_path(
            filename_prefix, folder_paths.get_output_directory(), width, height
        )
        files = []
        for number, picture in enumerate(image, counter):
            file = f"{name}_{number:05}_.png"
            options = _with_workflow(dreamgen.embed_recipe("PNG", recipe), cls.hidden)
            data = BytesIO()
            to_pillow(picture).save(data, "PNG", **options)
            dreamgen.write_atomically(Path(folder) / file, data.getvalue())
            files.append({"filename": file, "subfolder": subfolder, "type": "output"})
        return io.NodeOutput(ui={"images": files})


def _with_workflow(options: dict[str, Any], hidden: Any) -> dict[str, Any]:
    """Return the options of a PNG that carries what ComfyUI's own files carry too."""
    if args.disable_metadata or hidden is None:
        return options
    notes = {"prompt": hidden.prompt, **(hidden.extra_pnginfo or {})}
    for key, value in notes.items():
        if value is not None:
            options["pnginfo"].add_text(key, json.dumps(value))
    return options
