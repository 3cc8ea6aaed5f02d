"""The kinds of input, each with how it is made and how it is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Kind:
    """A kind of input: the module that makes it, and the function of uses.py that tries it."""

    name: str
    suffix: str
    use_name: str

    def make(self, seed: int, number: int) -> bytes:
        """Return the input of a seed and a number: always the same bytes."""
        module = import_module(f"make_{self.name}")
        made: bytes = module.make(Random(f"{self.name}:{seed}:{number}"))
        return made

    @property
    def use(self) -> Callable[[Path], object]:
        """The function that tries a file."""
        function: Callable[[Path], object] = getattr(import_module("uses"), self.use_name)
        return function


KINDS = {
    kind.name: kind
    for kind in (
        Kind("raster", ".picture", "read_a_picture"),
        Kind("svg", ".svg", "read_a_picture"),
        Kind("recipe", ".toml", "take_a_preset"),
        Kind("expression", ".txt", "take_an_expression"),
        Kind("embedded", ".dream", "rerun_a_picture"),
        Kind("checkpoint", ".pth", "load_a_network"),
    )
}
