"""The types of socket through which components travel: each kind has its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comfy_api.latest import io


@dataclass(frozen=True)
class Socket:
    """What travels between the nodes of one kind of component.

    kind:   of component, as the registry calls it.
    form:   "sum": text as ``channel(3, 12) + 0.5*layer(2)``; "list": texts in order; "one": a text.
    """

    kind: str
    type: Any
    form: str
    tooltip: str


SOCKETS = {
    "objective": Socket("objectives", io.Custom("DREAMGEN_OBJECTIVE"), "sum", "What is maximised."),
    "regularisers": Socket(
        "regularisers", io.Custom("DREAMGEN_REGULARISERS"), "list", "What keeps it good-looking."
    ),
    "parameterisation": Socket(
        "parameterisations",
        io.Custom("DREAMGEN_PARAMETERISATION"),
        "one",
        "What is really optimised.",
    ),
    "optimiser": Socket(
        "optimisers", io.Custom("DREAMGEN_OPTIMISER"), "one", "How a gradient becomes a step."
    ),
    "effects": Socket(
        "effects", io.Custom("DREAMGEN_EFFECTS"), "list", "What happens to the finished dream."
    ),
    "motion": Socket("motions", io.Custom("DREAMGEN_MOTION"), "sum", "How the camera moves."),
}
"""By the recipe's key."""
