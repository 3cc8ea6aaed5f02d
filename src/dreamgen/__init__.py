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
    "save_backbone": "backbones.export",
    "choose_device": "engine.precision",
    "choose_precision": "engine.precision",
    "Recipe": "recipe",
    "Picture": "picture",
    "Frame": "picture",
    "kept_clear": "masks",
    "faded_in": "masks",
    "legend_keys": "loaders.pixel_keys",
    "BadInput": "errors",
    "DreamError": "errors",
    "Entry": "hookspecs",
    "hookimpl": "hookspecs",
    "Component": "components",
    "Objective": "components",
    "LayerObjective": "components",
    "Target": "components",
    "Regulariser": "components",
    "Parameterisation": "components",
    "Optimiser": "components",
    "Backbone": "components",
    "Model": "components",
    "Loader": "components",
    "Converter": "components",
    "Source": "components",
    "Size": "components",
    "Finish": "components",
    "Output": "components",
    "Motion": "components",
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
