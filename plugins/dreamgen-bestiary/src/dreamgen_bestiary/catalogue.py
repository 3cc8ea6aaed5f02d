"""The classes: each a function that draws a batch, gathered from the families' files."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from dreamgen import BadInput
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
    return _make_decorator(hues, words, figure=False, upright=False)


def figure(
    hues: Hues = (), words: tuple[str, ...] = (), upright: bool = True
) -> Callable[[Draw], Draw]:
    """Declare a class that is a thing, drawn upright within the unit disc about the origin."""
    return _make_decorator(hues, words, figure=True, upright=upright)


def _make_decorator(
    hues: Hues, words: tuple[str, ...], figure: bool, upright: bool
) -> Callable[[Draw], Draw]:
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


def choose(names: Sequence[str]) -> list[Drawn]:
    """Return the classes, or whole families, of the names given; all of them for none."""
    known = catalogue()
    if not names:
        return list(known.values())
    families = {drawing.family for drawing in known.values()}
    for name in names:
        if name not in known and name not in families:
            guess = get_close_matches(name, [*known, *families], 1)
            hint = f" (did you mean {guess[0]}?)" if guess else ""
            raise BadInput(f"there is no class or family {name!r}{hint}")
    return [drawing for drawing in known.values() if {drawing.name, drawing.family} & set(names)]
