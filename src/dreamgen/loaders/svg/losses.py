"""What of a drawing is passed over, told in one line."""

from __future__ import annotations

import warnings

from dreamgen.errors import InputWarning, make_printable

_MOST_NAMED = 6
_LONGEST = 60  # characters


class Losses:
    """Collects what is passed over while a drawing is read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: dict[str, None] = {}

    def add(self, what: str) -> None:
        """Note something that is passed over, in a few words."""
        if len(self._found) <= _MOST_NAMED:
            plain = make_printable(what)
            self._found[plain if len(plain) <= _LONGEST else plain[: _LONGEST - 3] + "..."] = None

    def warn(self) -> None:
        """Give one warning that names everything noted, if anything was."""
        named = list(self._found)[:_MOST_NAMED]
        if named:
            more = " and more" if len(self._found) > _MOST_NAMED else ""
            text = f"{self._name} is drawn without {', '.join(named)}{more}"
            warnings.warn(text, InputWarning, stacklevel=2)
