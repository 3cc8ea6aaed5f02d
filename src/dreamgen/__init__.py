"""dreamgen: dream imagery out of neural networks.

>>> import dreamgen                                                       # doctest: +SKIP
>>> dreamgen.dream("plot.svg", preset="psychedelic-plot").save("x.png")   # doctest: +SKIP

Everything public is named here and imported on first use, so ``import dreamgen`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_PUBLIC = {
    "dream": "api",
    "Dream": "api",
    "zoom": "zooming",
    "Film": "zooming",
    "load_backbone": "api",
    "save_backbone": "backbones.sources.export",
    "choose_device": "engine.precision",
    "choose_precision": "engine.precision",
    "Recipe": "recipe.schema",
    "Picture": "imaging.picture",
    "Frame": "imaging.picture",
    "protect_with_margin": "imaging.masks",
    "fade_edges": "imaging.masks",
    "smoothstep": "imaging.smoothstep",
    "legend_keys": "loaders.raster.chart_keys",
    "BadInput": "errors",
    "DreamError": "errors",
    "Entry": "plugins.hookspecs",
    "hookimpl": "plugins.hookspecs",
    "Component": "plugins.component",
    "Objective": "objectives.base",
    "LayerObjective": "objectives.base",
    "Target": "objectives.base",
    "Regulariser": "regularisers.base",
    "Parameterisation": "parameterisations.base",
    "Optimiser": "optimisers.base",
    "Backbone": "backbones.base",
    "Model": "backbones.base",
    "Loader": "loaders.base",
    "Converter": "loaders.base",
    "Source": "loaders.base",
    "Size": "recipe.values",
    "Effect": "effects.base",
    "Output": "outputs.base",
    "Motion": "motions.base",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("dreamgen")
    if name not in _PUBLIC:
        raise AttributeError(f"module 'dreamgen' has no attribute {name!r}")
    return getattr(importlib.import_module(f"dreamgen.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return __all__
