"""One component against the promises of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dreamgen.backbones.base import Backbone
from dreamgen.effects.base import Effect
from dreamgen.loaders.base import Loader
from dreamgen.motions.base import Motion
from dreamgen.objectives.base import Objective
from dreamgen.optimisers.base import Optimiser
from dreamgen.outputs.base import Output
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.plugins.authoring.check import ascent, files, networks
from dreamgen.plugins.authoring.check.require import require
from dreamgen.plugins.component import Component
from dreamgen.regularisers.base import Regulariser

PROMISES: dict[type[Component], Callable[[Any], None]] = {
    Objective: ascent.check_objective,
    Regulariser: ascent.check_regulariser,
    Parameterisation: ascent.check_parameterisation,
    Optimiser: ascent.check_optimiser,
    Loader: files.check_loader,
    Effect: files.check_effect,
    Output: files.check_output,
    Motion: networks.check_motion,
    Backbone: networks.check_backbone,
}


def check_component(component: Component) -> None:
    """Raise AssertionError, with one sentence, if a component breaks a promise of its kind.

    It is documented, can travel in a recipe, and behaves as its base class in
    its ``base.py`` says. What the component itself raises passes through.
    """
    check_form(component)
    for kind, check in PROMISES.items():
        if isinstance(component, kind):
            check(component)
            return
    raise AssertionError(f"{type(component).__name__} is of no kind that dreamgen knows")


def check_form(component: Component) -> None:
    """Raise AssertionError unless a component is documented and can travel in a recipe."""
    kind = type(component)
    require(vars(kind).get("__doc__"), f"the class {kind.__name__} has no docstring")
    for name, info in kind.model_fields.items():
        said = info.description
        require(said, f"parameter {name!r} has no description: Field(..., description=...)")
    require(kind.model_config.get("frozen"), "it must stay frozen")
    told = component.model_dump(mode="json", exclude_unset=True)
    require(kind.model_validate(told) == component, f"a recipe cannot hold its parameters: {told}")
