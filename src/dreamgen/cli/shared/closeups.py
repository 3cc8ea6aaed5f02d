"""``--closeup x,y,w``: a detail of every picture of a sheet, magnified."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.schema import Recipe


def add_closeups(texts: Sequence[str]) -> Callable[[Recipe], Recipe]:
    """Return what adds the effects of ``--closeup`` to a recipe."""
    closeups = read_closeups(texts)
    return lambda recipe: recipe.model_copy(update={"effects": (*recipe.effects, *closeups)})


def read_closeups(texts: Sequence[str]) -> list[Call]:
    """Return the effects of ``--closeup x,y,w``."""
    calls = []
    for text in texts:
        try:
            x, y, width = (float(part) for part in text.split(","))
        except ValueError:
            raise BadInput(
                f"--closeup {text}: must be x,y,w as shares of the picture, as 0.4,0.3,0.15"
            ) from None
        calls.append(Call("closeup", (), {"x": x, "y": y, "width": width}))
    return calls
