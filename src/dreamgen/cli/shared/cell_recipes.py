"""The recipe of each picture of a grid, and how it is noted so that the sheet can be made again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.composing import Layer, compose
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.sheet import UNSET
from dreamgen.tasks.grid.choice import Choice, as_layers

CellRecipe = Callable[[int | None, Sequence[Choice]], Recipe]
"""Returns the recipe of a picture by its number, from 0, and what is chosen for it.

The number is None for the recipe that all share, in which the first choices stand."""


def recompose(
    layers: Sequence[Layer], cells: Sequence[Mapping[str, Any]], label: str
) -> CellRecipe:
    """Return what gives the recipes of a sheet that was read from the file ``label``.

    ``layers`` make the recipe that all share, and ``cells`` are :func:`note_cells`.
    """

    def recipe_of(number: int | None, choices: Sequence[Choice]) -> Recipe:
        if number is None:
            return compose(layers)
        if not cells:
            return compose([*layers, *as_layers(choices)])
        if number >= len(cells):
            raise BadInput(f"{label}: made.sheet.cells: has fewer recipes than the sheet has cells")
        return compose([*layers, (label, _read_cell(cells[number], label))])

    return recipe_of


def note_cells(
    base: Recipe, cells: Sequence[tuple[Sequence[Choice], Recipe]]
) -> list[dict[str, Any]]:
    """Return how each cell's recipe differs from ``base``; nothing if the choices alone say it."""
    shared = base.model_dump(exclude_none=True)
    same = all(
        not _differ(compose([("", shared), *as_layers(choices)]), recipe)
        for choices, recipe in cells
        if not any(choice.key == "preset" for choice in choices)
    )
    if same and not any(choice.key == "preset" for choices, _ in cells for choice in choices):
        return []
    return [_differ(base, recipe) for _, recipe in cells]


def _differ(base: Recipe, recipe: Recipe) -> dict[str, Any]:
    """Return the table that makes one recipe of another."""
    before, after = (each.model_dump(exclude_none=True) for each in (base, recipe))
    table = {key: value for key, value in after.items() if before.get(key) != value}
    # A mask is in the picture already, and a layer that no objective looks at is left out.
    unset = sorted(before.keys() - after.keys() - {"mask", "layer"})
    return {**table, UNSET: unset} if unset else table


def _read_cell(table: Mapping[str, Any], label: str) -> dict[str, Any]:
    unset = table.get(UNSET, [])
    if not isinstance(unset, list) or not all(isinstance(key, str) for key in unset):
        raise BadInput(f"{label}: made.sheet.cells: {UNSET} must be a list of keys")
    return {key: value for key, value in table.items() if key != UNSET} | dict.fromkeys(unset)
