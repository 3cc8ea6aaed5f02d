"""The Python face of zooms: one call from a picture to a film."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.api import picture_of
from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.presets import preset_layers
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.render.resume import FolderStore
from dreamgen.render.saving import find_output, save
from dreamgen.render.zoom import ZoomJob, ZoomListener, plan_zoom, prepare_zoom, zoom_frames

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dreamgen-")


@dataclass(frozen=True)
class Film:
    """A zoom: iterate over it for its frames, save it, or let a notebook show it.

    Frames are made as they are asked for. What has been dreamed is kept on the disk for as long as
    the film is in use, so going through it again dreams nothing twice.
    """

    recipe: Recipe
    _job: ZoomJob
    _registry: Registry
    _listener: ZoomListener | None
    _work: tempfile.TemporaryDirectory[str] = field(default_factory=_folder)

    def __len__(self) -> int:
        return self._job.count

    def __iter__(self) -> Iterator[Frame]:
        # A generator, so that the film and its folder stay for as long as frames are drawn.
        yield from zoom_frames(self._job, FolderStore(Path(self._work.name)), self._listener)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write a file of the kind its suffix says, with the recipe inside; return its path."""
        path = Path(path)
        output = find_output(self.recipe, path, self._registry, moving=True)
        width, height = self._job.job.picture.size
        if output.even and (width % 2 or height % 2):
            raise BadInput(f"{path.suffix} takes even sides only, not {width}x{height}")
        return save(self, path, output, self._job.text())

    def _repr_html_(self) -> str:
        from dreamgen.outputs.moving.animated_webp import AnimatedWebp

        path = Path(self._work.name) / "shown.webp"
        if not path.exists():
            AnimatedWebp().write(self, path, self._job.text())
        data = base64.b64encode(path.read_bytes()).decode()
        return f'<img src="data:image/webp;base64,{data}">'


def zoom(
    source: Any = None,
    *,
    preset: str | None = None,
    on_event: ZoomListener | None = None,
    **recipe: Any,
) -> Film:
    """Prepare a zoom into a picture; its frames are dreamed while they are drawn from the result.

    ``source`` and ``preset`` are as for :func:`dreamgen.dream`. Every key of a recipe is a keyword,
    and so is every key of its table ``zoom`` that the recipe has not itself: ``size=400``,
    ``seconds=6``, ``motion="zoom(2) + rotate(15)"``, ``loop=True``; ``zoom={"steps": 8}`` reaches
    the others. ``on_event`` hears of every step, keyframe and frame. Sides are made even, as video
    wants them, unless both are given. Raise BadInput for anything that cannot be used.
    """
    registry = Registry.default()
    own = {key for key in recipe if key in Zoom.model_fields and key not in Recipe.model_fields}
    moves = {**recipe.pop("zoom", {}), **{key: recipe.pop(key) for key in own}}
    layers: list[tuple[str, Mapping[str, Any]]] = []
    if preset is not None:
        layers += preset_layers(preset, registry.presets)
    if isinstance(source, str | PathLike):
        layers.append(("source", {"input": str(source)}))
    layers.append(("zoom()", {**recipe, "zoom": moves}))
    planned = plan_zoom(Recipe.compose(layers), registry)
    picture = None
    if source is not None and not isinstance(source, str | PathLike):
        picture = picture_of(source, planned.recipe, registry)
        planned = plan_zoom(planned.recipe.model_copy(update={"input": None}), registry)
    size = planned.recipe.size
    job = prepare_zoom(planned, registry, picture, even=size is None or size.height is None)
    return Film(job.job.recipe, job, registry, on_event)
