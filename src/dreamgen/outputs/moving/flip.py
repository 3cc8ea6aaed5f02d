"""Before and after in turn: a GIF of two frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from dreamgen.outputs.base import Output
from dreamgen.outputs.last_frame import get_before_and_after, get_last_frame
from dreamgen.outputs.moving.gif import Gif

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


class Flip(Output):
    """The source, then the dream, again and again; a still picture asked for as ``.gif``."""

    suffixes: ClassVar[tuple[str, ...]] = (".gif",)
    keeps_alpha: ClassVar[bool] = False

    seconds: float = Field(1.2, ge=0.05, le=60, description="how long each of the two is shown")

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the last frame and its source. Raises DreamError for a frame without one."""
        frame = get_last_frame(frames)
        plain = replace(frame, alpha=None, seconds=self.seconds)
        pair = [replace(plain, pixels=pixels) for pixels in get_before_and_after(frame)]
        Gif().write(pair, path, recipe)

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return Gif.read_recipe(path)
