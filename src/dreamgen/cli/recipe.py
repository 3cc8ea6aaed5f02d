"""dreamgen recipe: print the recipe inside a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def recipe(
    file: Annotated[Path, typer.Argument(help="A picture made by dreamgen.")],
) -> None:
    """Print the recipe that a picture was made by, as TOML."""
    from dreamgen.recipe.embedding import read_recipe

    typer.echo(read_recipe(file), nl=False)
