"""The session that all nodes share, and what a workflow may read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import folder_paths
from comfy import model_management

import dreamgen

MODELS = "dreamgen"
"""Folder of ComfyUI's models in which weights for networks may lie."""
_ADVICE = (
    "a workflow may name files of ComfyUI's input folder and of models/dreamgen only, and stays"
    " within the usual memory and time"
)


@cache
def shared_session() -> dreamgen.Session:
    """Return the one session, so that networks stay loaded from run to run."""
    return dreamgen.Session()


def open_session() -> dreamgen.Session:
    """Return the shared session, with the files that may be read as they are now.

    A workflow comes from anyone, so it grants nothing: a file that a recipe names is looked for in
    two folders alone, and no code of an input is run.
    """
    session = shared_session()
    places = {path.name: path for path in _list_files()}
    session.files = dreamgen.MovedFiles(places)
    session.permissions = dreamgen.Permissions(
        read_files=False,
        files=frozenset(map(str, places.values())),
        lift_limits=False,
        advice=_ADVICE,
    )
    return session


def find_device() -> str:
    """Return ComfyUI's device as a recipe names it; auto for a kind that recipes have no name of."""
    device = str(model_management.get_torch_device())
    return device if device.startswith(("cpu", "cuda", "mps")) else "auto"


def _list_files() -> list[Path]:
    folders = [Path(folder_paths.models_dir) / MODELS, Path(folder_paths.get_input_directory())]
    files = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    # A name without a suffix could be that of a layer, a class or a component.
    return [path for path in files if path.suffix and path.is_file()]
