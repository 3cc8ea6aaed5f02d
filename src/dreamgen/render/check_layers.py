"""Whether a network has the layers that a plan names, looked at before it costs anything."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from dreamgen.recipe.values import LayerAddress
from dreamgen.render.networks import Networks
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan


def check_before_download(plan: Plan) -> None:
    """Raise BadInput for a layer that a network lacks before hundreds of megabytes are fetched."""
    from dreamgen.backbones.network.layers import find_addresses

    named = [*_list_named(plan), *([] if plan.recipe.layer is None else [plan.recipe.layer])]
    if named and plan.backbone.downloads and plan.recipe.weights is None:
        addresses = find_addresses(plan.recipe.backbone, plan.backbone.outline())
        for address in named:
            addresses.find_all(address)


def check_before_start(
    plan: Plan, varied: Iterable[LayerAddress], networks: Networks, permissions: Permissions
) -> None:
    """Raise BadInput for a layer, named or ``varied``, that a network lacks which comes with dreamgen.

    Another network takes seconds to look at, and is left until its turn comes.
    """
    recipe, backbone = plan.recipe, plan.backbone
    if backbone.downloads or backbone.reads(recipe.weights):
        return
    named = _list_named(plan)
    if recipe.layer is not None and plan.uses_layer and not recipe.at:
        named.append(recipe.layer)
    for address in chain(named, varied):  # maybe millions, of which the first that is wrong is told
        networks.get(recipe, backbone, permissions).find_all(address)


def _list_named(plan: Plan) -> list[LayerAddress]:
    asked = [address for _, part in plan.objectives for address in part.layers()]
    return [address for address in asked if address is not None]
