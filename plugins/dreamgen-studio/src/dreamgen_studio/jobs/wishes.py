"""What the server wishes of the order at hand: that it ends, or that it ends and is kept."""

from __future__ import annotations

from typing import Literal

from dreamgen import StopAscent

Wish = Literal["cancel", "keep"]


class Cancelled(Exception):
    """Nobody wants the order any more."""


class Wishes:
    """The newest wish, heard at the next step; one about another order means nothing."""

    def __init__(self) -> None:
        self._wish: tuple[str, Wish] | None = None

    def note(self, order: str, wish: Wish) -> None:
        """Remember a wish, from any thread."""
        self._wish = (order, wish)

    def check(self, order: str) -> None:
        """Raise Cancelled, or StopAscent to end and keep, if that is wished of an order."""
        if self._wish == (order, "cancel"):
            raise Cancelled
        if self._wish == (order, "keep"):
            raise StopAscent
