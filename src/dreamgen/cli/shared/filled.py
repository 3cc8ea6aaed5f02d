"""Options that must hold something: an empty one would be passed over without a word."""

from __future__ import annotations

from collections.abc import Callable

from dreamgen.errors import BadInput


def filled(flag: str, wanted: str) -> Callable[[str], str]:
    """Return what reads an option's text. It raises BadInput for an empty one, as of an unset variable.

    >>> filled("--on", "an executor, as local")("ray")
    'ray'
    """

    def read(text: str) -> str:
        if not text.strip():
            raise BadInput(f"{flag}: is empty: give {wanted}, or leave it out")
        return text

    return read
