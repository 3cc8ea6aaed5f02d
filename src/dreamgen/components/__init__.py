"""The small base classes that a plugin author subclasses.

A component is a frozen pydantic model: its fields are its parameters, its methods its behaviour.
Torch is named for type checkers only, so that validating a recipe stays cheap.
"""

from __future__ import annotations

from dreamgen.components.ascent import Optimiser, Parameterisation, Regulariser
from dreamgen.components.backbone import Backbone
from dreamgen.components.base import Component
from dreamgen.components.files import Converter, Finish, Loader, Output, Size, Source
from dreamgen.components.motion import Motion
from dreamgen.components.objective import (
    LayerObjective,
    Objective,
    ReadPicture,
    Score,
    Target,
    Weighted,
)
from dreamgen.models import BEFORE_CLASSIFIER, Classifier, LayerAddress, Model

__all__ = [
    "BEFORE_CLASSIFIER",
    "Backbone",
    "Classifier",
    "Component",
    "Converter",
    "Finish",
    "LayerAddress",
    "LayerObjective",
    "Loader",
    "Model",
    "Motion",
    "Objective",
    "Optimiser",
    "Output",
    "Parameterisation",
    "ReadPicture",
    "Regulariser",
    "Score",
    "Size",
    "Source",
    "Target",
    "Weighted",
]
