"""The Python face: one call from a picture to a dream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.presets import preset_layers
from dreamgen.recipe.schema import Recipe
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.job import Job, Listener, prepare, run
from dreamgen.render.plan import plan
from dreamgen.render.saving import find_output, save

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    from dreamgen.backbones.base import Model
    from dreamgen.imaging.picture import Frame, Picture


@dataclass(frozen=True)
class Dream:
    """A finished dream. It shows itself in a notebook."""

    frame: Frame
    recipe: Recipe
    _job: Job
    _registry: Registry

    @cached_property
    def image(self) -> Image.Image:
        """The dream as a Pillow image, RGB or RGBA, 8 bits."""
        from dreamgen.imaging.dither import to_image

        return to_image(self.frame)

    @property
    def array(self) -> np.ndarray:
        """The dream as float32 (height, width, 3) in 0..1, before any rounding."""
        return self.frame.pixels.permute(1, 2, 0).numpy()

    def save(self, path: str | PathLike[str]) -> Path:
        """Write a file of the kind that its suffix says, with the recipe inside; return its path."""
        path = Path(path)
        output = find_output(self.recipe, path, self._registry)
        save([self.frame], path, output, self._job.text())
        return path

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.image.save(buffer, "PNG")
        return buffer.getvalue()


def dream(
    source: Any = None,
    *,
    preset: str | None = None,
    on_step: Listener | None = None,
    **recipe: Any,
) -> Dream:
    """Dream one picture and return it.

    ``source`` is a path, "noise" or "sample:NAME"; or a Pillow image; or an array or tensor of shape
    (height, width), (height, width, 3 or 4), values 0..1 if floats and 0..255 if whole numbers; or,
    with dreamgen-plots, a figure of matplotlib, plotnine, pandas or Altair. Left out, the preset's
    own input is used. Every key of a recipe is a keyword: ``size=800``,
    ``objective="channel(3, 12)"``, ``octaves={"count": 4}``. ``on_step`` hears of every step.
    Raise BadInput for anything that cannot be used, DreamError for what fails while running.
    """
    registry = Registry.default()
    layers: list[tuple[str, Mapping[str, Any]]] = []
    if preset is not None:
        layers += preset_layers(preset, registry.presets)
    picture = None
    if isinstance(source, str | PathLike):
        layers.append(("source", {"input": str(source)}))
    layers.append(("dream()", recipe))
    composed = Recipe.compose(layers)
    if source is not None and not isinstance(source, str | PathLike):
        picture = picture_of(source, composed, registry)
        composed = composed.model_copy(update={"input": None})
    job = prepare(plan(composed, registry), registry, picture)
    (frame,) = run(job, on_step)
    return Dream(frame, job.recipe, job, registry)


def load_backbone(name: str, weights: str | None = None) -> Model:
    """Return a network by the name that ``--backbone`` takes, on the CPU, weights loaded.

    ``weights`` as for ``--weights``: None for its own, "random", or a file. Raise BadInput for names
    and files that cannot be used, DreamError if weights cannot be fetched.
    """
    return find_backbone(name, Registry.default()).load(weights)


def picture_of(source: Any, recipe: Recipe, registry: Registry) -> Picture:
    """Return the picture of a figure, a Pillow image, an array or a tensor, as a recipe says."""
    from PIL import Image

    from dreamgen.render.inputs import built_loader, load_picture, source_of

    drawn = source_of(source, registry)
    if drawn is not None:
        return load_picture(drawn, recipe, registry)
    if not isinstance(source, Image.Image):
        source = _image_of_array(source)
    raster = built_loader("raster", dict(recipe.loader), recipe, registry)
    return raster.picture_of(source, recipe.size, "the picture given")


def _image_of_array(source: Any) -> Image.Image:
    import numpy as np
    from PIL import Image

    try:
        values = np.asarray(source.detach().cpu() if hasattr(source, "detach") else source)
    except Exception:
        raise BadInput(f"a {type(source).__name__} is no picture, path or array") from None
    if values.dtype.kind not in "uif" or values.ndim not in (2, 3) or 0 in values.shape:
        shape = "x".join(map(str, values.shape)) or "no"
        raise BadInput(f"a {type(source).__name__} of shape {shape} is no picture, path or array")
    if values.ndim == 3 and values.shape[2] not in (1, 3, 4):
        raise BadInput(f"an array of shape {values.shape} is none of (height, width, 1, 3 or 4)")
    if values.dtype.kind == "f":
        values = np.clip(np.nan_to_num(values), 0, 1) * 255
    values = np.clip(values, 0, 255).round().astype(np.uint8)
    return Image.fromarray(values[:, :, 0] if values.ndim == 3 and values.shape[2] == 1 else values)
