"""What of an input is passed over, told in one line."""

from __future__ import annotations

import warnings

from dreamgen.errors import InputWarning, make_printable

_MOST_NAMED = 6
_LONGEST = 60  # characters


class Losses:
    """Collects what is passed over while an input is read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: dict[str, None] = {}
        self._sentences: dict[str, None] = {}

    @property
    def are_none(self) -> bool:
        """Whether nothing has been noted."""
        return not (self._found or self._sentences)

    def add(self, what: str) -> None:
        """Note something that the input is drawn without, in a few words."""
        if len(self._found) <= _MOST_NAMED:
            plain = make_printable(what)
            self._found[plain if len(plain) <= _LONGEST else plain[: _LONGEST - 3] + "..."] = None

    def say(self, sentence: str) -> None:
        """Note something else, in a sentence of its own."""
        self._sentences[sentence] = None

    def warn(self) -> None:
        """Give one warning that says everything noted, if anything was."""
        named = list(self._found)[:_MOST_NAMED]
        sentences = list(self._sentences)
        if named:
            more = " and more" if len(self._found) > _MOST_NAMED else ""
            sentences.insert(0, f"{self._name} is drawn without {', '.join(named)}{more}")
        if sentences:
            warnings.warn("; ".join(sentences), InputWarning, stacklevel=2)
