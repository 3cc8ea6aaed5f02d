"""From the flags of a command, and what it varies, to one sheet or page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dreamgen.cli.shared.compose import compose_recipe, leave_out, vary_recipe
from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.make_sheet import make_sheet
from dreamgen.cli.shared.naming import Target
from dreamgen.cli.shared.write_command import write_command
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.sheet import Sheet
from dreamgen.render.saving.save import usual_suffix
from dreamgen.tasks.grid.axis import read_axes
from dreamgen.tasks.grid.combinations import choose_first

SHARED_ELSEWHERE = 16
"""Pictures of a sheet that share their forward passes with --on: fewer, so that no worker is idle."""


def make_grid(
    how: How,
    source: str | None,
    flags: dict[str, Any],
    sheet: Sheet,
    target_of: Callable[[str], Target],
    finish: Callable[[Recipe], Recipe] = lambda recipe: recipe,
) -> None:
    """Make the sheet of everything that is varied.

    ``target_of`` says where it goes, by the suffix that it usually has; ``finish`` changes the recipe
    of each picture as its command alone would not.
    """
    how.check()
    session = how.session
    axes = read_axes(sheet.vary, options=session.registry.options())
    flags = leave_out(axes, flags)
    if "input" in {axis.key for axis in axes}:
        source = None
    firsts = choose_first(axes)
    recipe = compose_recipe(source, flags, session, choices=firsts)
    target = target_of(usual_suffix(recipe, session.registry, ".png"))
    together = None if how.on is None else SHARED_ELSEWHERE
    sheet = sheet.model_copy(
        update={"heading": write_command(source, flags), "together": sheet.together or together}
    )
    recipe_of = vary_recipe(source, flags, session, finish)
    make_sheet(how, target, sheet, recipe_of)
