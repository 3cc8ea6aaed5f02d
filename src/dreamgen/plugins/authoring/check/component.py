"""Check one component: its form, and all that its kind requires."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dreamgen.backbones.base import Backbone
from dreamgen.curves.base import Curves
from dreamgen.effects.base import Effect
from dreamgen.executors.base import Executor
from dreamgen.loaders.base import Loader
from dreamgen.motions.base import Motion
from dreamgen.objectives.base import Objective
from dreamgen.optimisers.base import Optimiser
from dreamgen.outputs.base import Output
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.plugins.authoring.check import (
    ascent,
    curves,
    effects,
    executing,
    loading,
    networks,
    objectives,
    writing,
)
from dreamgen.plugins.component import Component
from dreamgen.plugins.guard.require import require
from dreamgen.regularisers.base import Regulariser

CHECKS: dict[type[Component], Callable[[Any], None]] = {
    Objective: objectives.check_objective,
    Regulariser: ascent.check_regulariser,
    Parameterisation: ascent.check_parameterisation,
    Optimiser: ascent.check_optimiser,
    Loader: loading.check_loader,
    Effect: effects.check_effect,
    Output: writing.check_output,
    Motion: networks.check_motion,
    Curves: curves.check_curves,
    Backbone: networks.check_backbone,
    Executor: executing.check_executor,
}


def check_component(component: Component) -> None:
    """Raise AssertionError, with one sentence, unless a component does all that its kind requires.

    It must be documented, be expressible in a recipe, and behave as the base class of its kind
    says: shapes, ranges, gradients, seeds. What the component itself raises passes through.
    """
    check_form(component)
    for kind, check in CHECKS.items():
        if isinstance(component, kind):
            check(component)
            return
    raise AssertionError(f"{type(component).__name__} is of no kind that dreamgen knows")


def check_form(component: Component) -> None:
    """Raise AssertionError unless a component is documented and a recipe can express it."""
    kind = type(component)
    require(vars(kind).get("__doc__"), f"the class {kind.__name__} has no docstring")
    for name, info in kind.model_fields.items():
        require(
            info.description, f"parameter {name!r} has no description: Field(..., description=...)"
        )
    require(kind.model_config.get("frozen"), "it must stay frozen")
    parameters = component.model_dump(mode="json", exclude_unset=True)
    require(kind.model_validate(parameters) == component, f"a recipe cannot hold {parameters}")
