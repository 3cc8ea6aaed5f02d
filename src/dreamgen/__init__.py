"""dreamgen: dream imagery out of neural networks.

Call :func:`dreamgen.dream` for a picture, :func:`dreamgen.zoom` for a zoom into it and
:func:`dreamgen.film` for the dream of a film, :func:`dreamgen.live` for what a camera sees; write
a plugin with :data:`dreamgen.hookimpl`, :class:`dreamgen.Entry` and the base class of a kind.

>>> import dreamgen
>>> dreamgen.Recipe(input="chart.svg", size=640).size
Size(width=640, height=None)

Everything public is named here and imported on first use, so ``import dreamgen`` costs nothing.
"""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from dreamgen.wait_policy import let_idle_threads_sleep

let_idle_threads_sleep()

_PUBLIC = {
    "dream": "api.calls",
    "adream": "api.awaiting",
    "Dream": "render.results.dreams",
    "zoom": "api.calls",
    "azoom": "api.awaiting",
    "film": "api.calls",
    "Film": "render.results.dreams",
    "live": "api.live",
    "Live": "api.live",
    "picture_of": "api.given",
    "LiveDream": "notebook.live_dream",
    "LiveFilm": "notebook.live_film",
    "studio_widget": "api.studio",
    "dream_all": "api.many",
    "StopAscent": "engine.events",
    "save_frames": "render.results.result",
    "FolderStore": "render.saving.resume",
    "Session": "render.session",
    "Permissions": "render.permissions",
    "MovedFiles": "render.inputs.moved_files",
    "find_named_files": "render.inputs.named_files",
    "list_samples": "render.inputs.loading",
    "open_film": "loaders.films.open_film",
    "load_backbone": "api.calls",
    "save_backbone": "backbones.sources.export",
    "choose_device": "engine.precision",
    "choose_precision": "engine.precision",
    "Recipe": "recipe.schema",
    "read_setting": "recipe.toml",
    "write_command": "cli.shared.write_command",
    "Picture": "imaging.picture",
    "Frame": "imaging.picture",
    "protect_with_margin": "imaging.masks",
    "fade_edges": "imaging.masks",
    "dither": "imaging.dither",
    "to_image": "imaging.dither",
    "to_rgb": "imaging.dither",
    "remove_background": "imaging.dither",
    "embed_recipe": "recipe.embedding.embed",
    "encode_comment": "recipe.embedding.embed",
    "extract_recipe": "recipe.embedding.embed",
    "read_recipe": "render.saving.read_recipe",
    "write_atomically": "atomic",
    "temporary_path": "atomic",
    "move_into_place": "atomic",
    "find_legend_keys": "loaders.charts.legend_keys",
    "find_outlined_words": "loaders.charts.outlined_words",
    "smoothstep": "imaging.smoothstep",
    "InputWarning": "errors",
    "BadInput": "errors",
    "DreamError": "errors",
    "API_VERSION": "plugins.hookspecs",
    "Entry": "plugins.hookspecs",
    "Option": "plugins.hookspecs",
    "hookimpl": "plugins.hookspecs",
    "Component": "plugins.component",
    "Objective": "objectives.base",
    "LayerObjective": "objectives.base",
    "Target": "objectives.base",
    "Activations": "objectives.base",
    "Regulariser": "regularisers.base",
    "Parameterisation": "parameterisations.base",
    "Optimiser": "optimisers.base",
    "Backbone": "backbones.base",
    "Model": "backbones.base",
    "Loader": "loaders.base",
    "Converter": "loaders.base",
    "Source": "loaders.base",
    "Size": "recipe.values",
    "Limits": "loaders.isolation",
    "run_isolated": "loaders.isolation",
    "run_process": "loaders.isolation",
    "keep_standard_output": "child_process",
    "describe_end": "child_process",
    "Effect": "effects.base",
    "Output": "outputs.base",
    "Motion": "motions.base",
    "Curve": "curves.base",
    "Curves": "curves.base",
    "Soundtrack": "curves.base",
    "read_sound": "outputs.moving.decode_sound",
    "Executor": "executors.base",
    "Task": "tasks.task",
    "Made": "tasks.outcome",
    "Outcome": "tasks.outcome",
    "read_axis": "tasks.grid.axis",
    "look_up_values": "tasks.grid.lookup",
    "Progress": "tasks.progress",
    "Setup": "tasks.setup",
    "Worker": "tasks.worker",
}

_RENAMED = {"Finish": "Effect"}
"""Old names that work for one more release."""

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("dreamgen")
    if name in _RENAMED:
        new = _RENAMED[name]
        message = (
            f"dreamgen.{name} is now dreamgen.{new}; the old name leaves with the next release"
        )
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        name = new
    if name not in _PUBLIC:
        raise AttributeError(f"module 'dreamgen' has no attribute {name!r}")
    return getattr(importlib.import_module(f"dreamgen.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return __all__
