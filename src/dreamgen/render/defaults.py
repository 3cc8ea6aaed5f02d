"""What a recipe leaves out, by the kind of network and by what the dream begins with.

The recipe's own defaults were tuned on the bundled network, which is robust: its gradients are coarse
and shaped like things (Engstrom et al., "Adversarial Robustness as a Prior for Learned
Representations", 2019). The gradients of ordinary networks are fine noise, in which things show
only over many random views of the picture (Olah et al., "Feature Visualization", 2017).

| network            | begins with | what is left out comes from |
| ------------------ | ----------- | --------------------------- |
| robust             | anything    | the recipe's own defaults   |
| untrained          | anything    | the recipe's own defaults   |
| vision transformer | noise       | the preset ``transformer``  |
| other ordinary     | noise       | the preset ``visualise``    |
| ordinary           | a picture   | the preset ``inception``    |

What the user sets wins, and so does each key that the user's preset sets. A preset's table
``robust`` holds what it sets instead on a robust network.
"""

from __future__ import annotations

from dreamgen.backbones.base import Backbone
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.composing import Layer
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.schema import Recipe
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.inputs.loading import NOISE

SETTINGS = (
    "regularisers",
    "parameterisation",
    "optimiser",
    "steps",
    "octaves",
    "step_size",
    "views",
    "noise_contrast",
    "size",
)
"""The keys that a preset lends as defaults: how to dream, not what. Of them ``inception`` leaves
the size to the picture."""


def is_robust(recipe: Recipe, registry: Registry) -> bool:
    """Return whether a recipe's network is robust, as far as is known before it is loaded."""
    return _find(recipe, registry).is_robust(recipe.weights)


def choose_settings(recipe: Recipe, registry: Registry) -> list[Layer]:
    """Return the :data:`SETTINGS` that go beneath what a recipe for an ordinary network is made of."""
    if recipe.weights == "random":
        return []
    return [
        (label, {key: values[key] for key in SETTINGS if key in values})
        for label, values in read_preset(_choose_preset(recipe, registry), registry.presets)
    ]


def _choose_preset(recipe: Recipe, registry: Registry) -> str:
    # The keyframes of a zoom are dreamed on pictures, whatever it begins with.
    if recipe.input != NOISE or recipe.is_moving:
        return "inception"
    return "transformer" if _find(recipe, registry).is_transformer() else "visualise"


def _find(recipe: Recipe, registry: Registry) -> Backbone:
    return find_backbone(recipe.backbone, registry, recipe.where("backbone"))
