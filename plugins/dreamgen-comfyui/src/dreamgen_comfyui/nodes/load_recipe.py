"""Load Recipe: out of a finished dream, or a TOML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import folder_paths
from comfy_api.latest import io

import dreamgen

from ..request import read_table
from ..session import shared_session
from .dream import CATEGORY

_SUFFIXES = {".toml", ".png", ".webp", ".jpg", ".jpeg", ".gif", ".avif", ".tif", ".tiff", ".mp4"}
_SUFFIXES |= {".webm", ".html"}


class LoadRecipe(io.ComfyNode):
    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="DreamgenLoadRecipe",
            display_name="Load Recipe",
            category=CATEGORY,
            description="The recipe inside a dream, or in a TOML file, of ComfyUI's input folder.",
            inputs=[
                io.Combo.Input("file", options=_list_files(), upload=io.UploadType.image),
            ],
            outputs=[io.String.Output("recipe", display_name="recipe")],
        )

    @classmethod
    def validate_inputs(cls, file: str) -> bool | str:
        try:
            _find(file)
        except dreamgen.BadInput as problem:
            return str(problem)
        return True

    @classmethod
    def fingerprint_inputs(cls, file: str) -> Any:
        state = _find(file).stat()
        return [state.st_mtime_ns, state.st_size]

    @classmethod
    def execute(cls, file: str) -> io.NodeOutput:
        path = _find(file)
        if path.suffix.lower() != ".toml":
            return io.NodeOutput(dreamgen.read_recipe(path, shared_session().registry))
        text = path.read_text(encoding="utf-8")
        read_table(text, file)  # it may refuse
        return io.NodeOutput(text)


def _list_files() -> list[str]:
    folder = Path(folder_paths.get_input_directory())
    return sorted(path.name for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)


def _find(name: str) -> Path:
    """Return the path of a file, never one outside ComfyUI's own folders."""
    path = Path(folder_paths.get_annotated_filepath(name)).resolve()
    folders = [folder_paths.get_input_directory(), folder_paths.get_output_directory()]
    folders.append(folder_paths.get_temp_directory())
    if not any(path.is_relative_to(Path(folder).resolve()) for folder in folders):
        raise dreamgen.BadInput(f"{name} is not in ComfyUI's input, output or temp folder")
    if not path.is_file():
        raise dreamgen.BadInput(f"there is no file {name} in ComfyUI's input folder")
    return path
