"""One node for each component that is installed, its inputs made from its parameters."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, ClassVar

from comfy_api.latest import io

from ..session import shared_session
from .dream import CATEGORY
from .fields import make_input, write_call
from .sockets import SOCKETS, Socket

_PREVIOUS, _TIMES = "previous", "times"


class ComponentNode(io.ComfyNode):
    """A component as it travels to a node that renders: the text of an expression, or several.

    Those of kinds that are added or follow each other are chained: one goes into the next.
    """

    socket: ClassVar[Socket]
    component: ClassVar[str]
    parameters: ClassVar[Any]

    @classmethod
    def define_schema(cls) -> io.Schema:
        kind = cls.socket.kind
        words = cls.component.replace("/", ": ").replace("_", " ")
        return io.Schema(
            node_id=f"Dreamgen.{kind}.{cls.component.replace('/', '.')}",
            display_name=f"{words} ({kind[:-1]})",
            category=f"{CATEGORY}/{kind}",
            description=(inspect.getdoc(cls.parameters) or "").partition("\n\n")[0],
            inputs=[*cls._own_inputs(), *cls._chain_inputs()],
            outputs=[cls.socket.type.Output("component", display_name=kind[:-1])],
        )

    @classmethod
    def _own_inputs(cls) -> list[Any]:
        fields = cls.parameters.model_fields
        # What can be left empty stands last.
        ordered = sorted(fields.items(), key=lambda pair: pair[1].default is None)
        return [make_input(name, field) for name, field in ordered]

    @classmethod
    def _chain_inputs(cls) -> list[Any]:
        if cls.socket.form == "one":
            return []
        words = {"sum": "What this one is added to.", "list": "What comes before this one."}
        previous = cls.socket.type.Input(_PREVIOUS, optional=True, tooltip=words[cls.socket.form])
        times = io.Float.Input(
            _TIMES, default=1.0, min=-1000.0, max=1000.0, step=0.05, tooltip="How much it counts."
        )
        return [times, previous] if cls.socket.form == "sum" else [previous]

    @classmethod
    def execute(cls, **given: Any) -> io.NodeOutput:
        own = write_call(cls.component, cls.parameters.model_fields, given)
        previous = given.get(_PREVIOUS)
        if cls.socket.form == "sum":
            return io.NodeOutput(_add(previous, given[_TIMES], own))
        if cls.socket.form == "list":
            return io.NodeOutput([*(previous or []), own])
        return io.NodeOutput(own)


def component_nodes() -> Iterator[type[ComponentNode]]:
    """Yield a node for each component of each kind, the built-ins first."""
    registry = shared_session().registry
    for socket in SOCKETS.values():
        for name, parameters in registry.classes(socket.kind):
            members = {"socket": socket, "component": name, "parameters": parameters}
            yield type(f"{parameters.__name__}Node", (ComponentNode,), members)


def _add(previous: str | None, times: float, term: str) -> str:
    factor = "" if abs(times) == 1 else f"{abs(times)!r}*"
    sign = "-" if times < 0 else "+"
    if previous is None:
        return f"{'-' if times < 0 else ''}{factor}{term}"
    return f"{previous} {sign} {factor}{term}"
