"""A picture that was drawn elsewhere, as a result of a render."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.outputs.base import Output
from dreamgen.outputs.stills.by_suffix import read_still_recipe
from dreamgen.outputs.stills.still import Still

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


class FinishedPicture(Output):
    """A picture that is finished already, of mode RGB, and the kind of file it becomes."""

    image: Any
    kind: Still

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the picture as its kind of file; the frames are ignored."""
        self.kind.save(self.image, path, recipe)

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return read_still_recipe(path)
