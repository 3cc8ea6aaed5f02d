"""What the outputs of single pictures share: the last frame in one file, with its recipe."""

from __future__ import annotations

import io
from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output
from dreamgen.outputs.last_frame import get_last_frame

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Frame


class Still(Output):
    """A single picture: the last frame. A subclass names its format and gives Pillow's options."""

    format: ClassVar[str]
    keeps_alpha: ClassVar[bool] = True
    longest_side: ClassVar[int] = 2**31 - 1

    @abstractmethod
    def options(self) -> dict[str, Any]:
        """Return the options of Pillow's ``save`` besides the format."""

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the last frame. Raises DreamError without frames; OSError passes through."""
        from dreamgen.imaging.dither import to_image, to_rgb

        frame = get_last_frame(frames)
        self.save(to_image(frame) if self.keeps_alpha else to_rgb(frame.pixels), path, recipe)

    def save(self, image: Image.Image, path: Path, recipe: str) -> None:
        """Write an image of mode RGB or RGBA, with the recipe's text embedded."""
        # Into memory first: when Pillow writes itself, it hides a full disk behind another error.
        path.write_bytes(self.encode(image, recipe))

    def encode(self, image: Image.Image, recipe: str) -> bytes:
        """Return the file of an image of mode RGB or RGBA, with the recipe's text embedded."""
        from dreamgen.recipe.embedding import embed_recipe

        if max(image.size) > self.longest_side:
            width, height = image.size
            raise DreamError(
                f"{self.format} holds at most {self.longest_side} pixels a side and the picture is"
                f" {width} x {height}; write PNG instead"
            )
        if not self.keeps_alpha and image.mode == "RGBA":
            image = image.convert("RGB")
        file = io.BytesIO()
        image.save(file, format=self.format, **self.options(), **embed_recipe(self.format, recipe))
        return file.getvalue()

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        from dreamgen.recipe.embedding import extract_recipe

        return extract_recipe(path, cls.format)
