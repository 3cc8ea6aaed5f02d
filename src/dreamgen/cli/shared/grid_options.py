"""When what a command varies becomes one sheet, and of which axes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.tasks.grid.values import quote_value
from dreamgen.tasks.requests.names import is_place_of_many
from dreamgen.tasks.requests.sources import LISTED, Sources


def is_grid(vary: Sequence[str] | None, out: Path | None) -> bool:
    """Say whether what varies goes onto one sheet or page: -o is then one file's name."""
    return bool(vary and out is not None and out.suffix and not is_place_of_many(out))


def check_grid(dry_run: bool) -> None:
    """Raise BadInput for options that a sheet does not have."""
    if dry_run:
        raise BadInput("--dry-run: goes with files; for those, -o is a folder or a template")


def list_axes(inputs: Sequence[str] | None, vary: Sequence[str] | None) -> list[str]:
    """Return the axes of a sheet: several inputs are the first of them."""
    axes = list(vary or ())
    if inputs is None or len(inputs) < 2:
        return axes
    if LISTED in inputs:
        raise BadInput("-: a list of inputs goes with files; for those, -o is a folder")
    names = ",".join(quote_value(name) for name in Sources(tuple(inputs)))
    return [f"input={names}", *axes]
