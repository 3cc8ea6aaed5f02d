"""Reads a text bit by bit: patterns, and numbers with their arithmetic."""

from __future__ import annotations

import re
from typing import NoReturn

from dreamgen.errors import BadInput

# Quantifiers are possessive (*+, ++, ?+): a text that does not fit is given up in linear time.
NUMBER = r"(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+(?![\w.])"
LONGEST = 100_000
"""Most characters of an expression."""
_SPACE = re.compile(r"\s*+")
_DEEPEST = 20  # brackets within brackets


class Scanner:
    """A text, and how far it has been read."""

    def __init__(self, text: str):
        if len(text) > LONGEST:
            raise BadInput(f"it is {len(text):,} characters long, and at most {LONGEST:,} are read")
        self.text = text
        self.at = 0
        self._depth = 0

    def take(self, pattern: str) -> str | None:
        """Return and step over what matches here, after white space; or None."""
        self.skip_space()
        match = re.compile(pattern).match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return match.group()

    def is_next(self, pattern: str) -> bool:
        """Say whether the pattern matches here, after white space, without stepping over it."""
        self.skip_space()
        return re.compile(pattern).match(self.text, self.at) is not None

    def expect(self, pattern: str, what: str) -> str:
        """Return and step over what matches here; BadInput, saying what is wanted, if it does not."""
        found = self.take(pattern)
        if found is None:
            self.refuse(what)
        return found

    def refuse(self, what: str) -> NoReturn:
        """Raise BadInput that says what is wanted here in place of what there is."""
        rest = self.text[self.at : self.at + 12].strip()
        got = repr(rest) if rest else "its end"
        raise BadInput(f"expected {what} at character {self.at + 1}, not {got}")

    def end(self) -> None:
        """Raise BadInput if there is more."""
        self.skip_space()
        if self.at < len(self.text):
            self.refuse("nothing more")

    def until_end_of_value(self) -> str:
        """Step to where a value ends, a comma or a bracket that it does not open; return its text."""
        start, depth, quote = self.at, 0, ""
        while self.at < len(self.text):
            sign = self.text[self.at]
            if quote:
                quote = "" if sign == quote else quote
            elif sign in "\"'":
                quote = sign
            elif sign in "([":
                depth += 1
            elif depth == 0 and sign in ",)]":
                break
            elif sign in ")]":
                depth -= 1
            self.at += 1
        return self.text[start : self.at]

    def go_deeper(self) -> None:
        """Note a bracket; BadInput for too many within each other."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadInput(f"brackets are nested more than {_DEEPEST} deep")

    def come_back(self) -> None:
        """Note that a bracket is closed."""
        self._depth -= 1

    def constant(self) -> float:
        """Read a number, or an expression of numbers in brackets, as ``(1 - 2/3)``."""
        sign = -1.0 if self.take(r"[+-]") == "-" else 1.0
        if not self.take(r"\("):
            return sign * float(self.expect(NUMBER, "a number"))
        self.go_deeper()
        value = self._product()
        while (operator := self.take(r"[+-]")) is not None:
            value += self._product() if operator == "+" else -self._product()
        self.expect(r"\)", "')'")
        self.come_back()
        return sign * value

    def _product(self) -> float:
        value = self.constant()
        while (operator := self.take(r"[*/]")) is not None:
            value *= self.constant() if operator == "*" else self.reciprocal()
        return value

    def reciprocal(self) -> float:
        """Read what follows a sign of division; return 1 over it."""
        value = self.constant()
        if value == 0:
            raise BadInput(f"a division by 0 before character {self.at + 1}")
        return 1 / value

    def skip_space(self) -> None:
        """Step over white space."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
