"""``--dry-run`` of one result: all is checked that needs no network, and the recipe printed."""

from __future__ import annotations

from dreamgen.cli.shared.how import How
from dreamgen.cli.shared.json_output import print_recipe
from dreamgen.cli.shared.naming import Target
from dreamgen.render.check_readable import check_readable
from dreamgen.render.plan import Plan
from dreamgen.render.saving.save import find_output
from dreamgen.render.session import Session


def print_dry_run(how: How, plan: Plan, target: Target) -> None:
    """Print the recipe. Raise BadInput for files that cannot be read or written."""
    check_files(how.session, plan, target)
    print_recipe(plan.recipe.to_toml(), how.as_json)


def check_files(session: Session, plan: Plan, target: Target) -> None:
    """Raise BadInput for files that cannot be read or written; one that is there may be."""
    target.check_place(find_output(plan.recipe, target.name, session.registry), plan.recipe)
    check_readable(plan, session.registry, session.permissions)
