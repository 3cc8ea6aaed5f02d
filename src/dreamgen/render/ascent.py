"""The ascent that a plan asks for, once its network is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamgen.render.inputs import NOISE
from dreamgen.render.plan import Plan
from dreamgen.render.wrapping import choose_resize, count_views

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent

REDIRECTED_STEPS = 16
"""Of an ascent from noise, in which what is wanted may not fire anywhere; as many as Lucid's."""


def check_layers(plan: Plan) -> None:
    """Raise BadInput for a layer that a network lacks before hundreds of megabytes are fetched."""
    from dreamgen.backbones.network.layers import find_addresses

    asked = [address for _, part in plan.objectives for address in part.layers()]
    named = [address for address in [*asked, plan.recipe.layer] if address is not None]
    if named and plan.backbone.downloads and plan.recipe.weights is None:
        addresses = find_addresses(plan.recipe.backbone, plan.backbone.outline())
        for address in named:
            addresses.find_all(address)


def build_ascent(plan: Plan, network: Network) -> Ascent:
    """Return the ascent of a plan on a network."""
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.octaves import plan_octaves
    from dreamgen.engine.wrapping import wrap_regularisers

    recipe = plan.recipe
    scales = recipe.octaves
    return Ascent(
        regularisers=wrap_regularisers(plan.regularisers, recipe.wrap),
        parameterisation=plan.parameterisation,
        optimiser=plan.optimiser,
        octaves=lambda size: plan_octaves(
            size, scales.count, scales.ratio, recipe.steps, scales.step_decay
        ),
        step_size=recipe.step_size,
        device=network.device,
        views=count_views(recipe),
        resize=choose_resize(recipe),
        redirected_steps=REDIRECTED_STEPS if recipe.input == NOISE else 0,
    )
