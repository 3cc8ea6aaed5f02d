"""What an upload is, as pages see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["picture", "drawing", "chart", "table", "video", "song", "dream", "weights"]


@dataclass(frozen=True)
class Upload:
    """A file that a visitor brought.

    id:     what requests name it by.
    name:   what it was called on its owner's disk, without folders.
    kind:   what it is; "dream" if it carries a recipe.
    width, height: of its picture in pixels; 0 if that is not known.
    recipe: the recipe inside it, as TOML; None without one.
    seconds, rate: how long a film is, and how many frames a second it has; 0 of all else.
    """

    id: str
    name: str
    kind: Kind
    width: int
    height: int
    size: int
    recipe: str | None = None
    seconds: float = 0.0
    rate: float = 0.0

    @property
    def is_film(self) -> bool:
        return self.seconds > 0
