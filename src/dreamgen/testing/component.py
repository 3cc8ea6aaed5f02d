"""One component against the promises of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dreamgen import components
from dreamgen.components import Component
from dreamgen.testing import ascent, files, worlds
from dreamgen.testing.promise import promise

PROMISES: dict[type[Component], Callable[[Any], None]] = {
    components.Objective: ascent.check_objective,
    components.Regulariser: ascent.check_regulariser,
    components.Parameterisation: ascent.check_parameterisation,
    components.Optimiser: ascent.check_optimiser,
    components.Loader: files.check_loader,
    components.Finish: files.check_finish,
    components.Output: files.check_output,
    components.Motion: worlds.check_motion,
    components.Backbone: worlds.check_backbone,
}


def check_component(component: Component) -> None:
    """Raise AssertionError, with one sentence, if a component breaks a promise of its kind.

    It is documented, can travel in a recipe, and behaves as its base class in
    ``dreamgen.components`` says. What the component itself raises passes through.
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
    promise(vars(kind).get("__doc__"), f"the class {kind.__name__} has no docstring")
    for name, info in kind.model_fields.items():
        said = info.description
        promise(said, f"parameter {name!r} has no description: Field(..., description=...)")
    promise(kind.model_config.get("frozen"), "it must stay frozen")
    told = component.model_dump(mode="json", exclude_unset=True)
    promise(kind.model_validate(told) == component, f"a recipe cannot hold its parameters: {told}")
