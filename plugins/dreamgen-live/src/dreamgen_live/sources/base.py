"""What a source is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol


class Source(Protocol):
    """Gives pictures for as long as there are any. ``name`` is what messages call it."""

    name: str

    def pictures(self) -> Iterator[Any]:
        """Yield Pillow images or uint8 (height, width, 3) of RGB, as fast as they come.

        Raise BadInput, in one sentence, if no more can come.
        """
        ...

    def close(self) -> None:
        """Let go of it; pictures end soon after."""
        ...
