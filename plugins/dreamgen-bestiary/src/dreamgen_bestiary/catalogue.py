"""The classes: each a function that draws a batch, gathered from the families' files."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Sketch
from dreamgen_bestiary.drawing.palette import Hues

Draw = Callable[[Brush], Sketch]


@dataclass(frozen=True)
class Drawn:
    """One class.

    ``words`` are other names that people may call it by. ``upright``: it is hardly ever turned over,
    as a castle or an owl; the others lie at any angle.
    """

    name: str
    family: str
    draw: Draw
    hues: Hues
    words: tuple[str, ...]
    figure: bool
    upright: bool


_found: dict[str, Drawn] = {}


def texture(hues: Hues = (), words: tuple[str, ...] = ()) -> Callable[[Draw], Draw]:
    """Declare a class that fills the picture; its name is its function's."""
    return _declared(hues, words, figure=False, upright=False)


def figure(
    hues: Hues = (), words: tuple[str, ...] = (), upright: bool = True
) -> Callable[[Draw], Draw]:
    """Declare a class that is a thing, drawn upright within the unit disc about the origin."""
    return _declared(hues, words, figure=True, upright=upright)


def _declared(hues: Hues, words: tuple[str, ...], figure: bool, upright: bool):
    def declare(draw: Draw) -> Draw:
        name, family = draw.__name__, draw.__module__.rpartition(".")[2]
        if name in _found:
            raise ValueError(
                f"two classes are called {name}: in {_found[name].family} and {family}"
            )
        _found[name] = Drawn(name, family, draw, tuple(hues), words, figure, upright)
        return draw

    return declare


@cache
def catalogue() -> dict[str, Drawn]:
    """Return all classes by name, in the order of their families' names and then of their files."""
    from dreamgen_bestiary import classes

    for module in sorted(info.name for info in pkgutil.iter_modules(classes.__path__)):
        importlib.import_module(f"{classes.__name__}.{module}")
    return dict(_found)
