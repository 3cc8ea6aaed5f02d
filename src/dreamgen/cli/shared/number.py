"""Options that take a number, or a formula of the time."""

from __future__ import annotations


def read_number(text: str) -> int | float | str:
    """Return a number; any other text stays as it is, for the recipe to read as a formula."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
