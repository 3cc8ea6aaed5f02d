"""The executor that ``--on`` names."""

from __future__ import annotations

from dreamgen.errors import BadInput
from dreamgen.executors.base import Executor
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import read_call


def find_executor(text: str | None, registry: Registry) -> Executor:
    """Return what ``--on`` names: a component, or the one whose name is a URL's scheme."""
    if text is None:
        return registry.build("executors", Call("local"), "--on")
    scheme, is_url, _ = text.partition("://")
    if is_url and scheme.isidentifier():
        if scheme not in registry.names("executors"):
            raise BadInput(
                f"--on {text}: no plugin here has an executor called {scheme}; install the one that "
                f"does, as dreamgen-{scheme}"
            )
        return registry.build("executors", Call(scheme, (), {"address": text}), "--on")
    try:
        call = read_call(text)
    except BadInput as problem:
        raise BadInput(f"--on {text}: {problem}") from None
    return registry.build("executors", call, "--on")
