"""What the outputs of single pictures share: the last frame in one file, with its recipe."""

from __future__ import annotations

import io
from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.base import Output
from dreamgen.outputs.last_frame import get_last_frame

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Frame


Dpi: Any = Field(None, ge=1, le=10_000, description="dots an inch, for programs that print")


def density(dpi: int | None) -> dict[str, Any]:
    """Return Pillow's option of the dots an inch; none if they are not known."""
    return {} if dpi is None else {"dpi": (dpi, dpi)}


class Still(Output):
    """A single picture: the last frame. A subclass names its format and gives Pillow's options."""

    format: ClassVar[str]
    longest_side: ClassVar[int] = 2**31 - 1

    @abstractmethod
    def options(self) -> dict[str, Any]:
        """Return the options of Pillow's ``save`` besides the format."""

    def check_result(self, path: Path, size: tuple[int, int], recipe: str) -> None:
        """Raise BadInput for sides or a recipe that are too long for the format."""
        from dreamgen.recipe.embedding.embed import embed_recipe

        try:
            self._check_sides(size)
            embed_recipe(self.format, recipe)
        except DreamError as problem:
            raise BadInput(f"{path}: {problem}") from None

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
        from dreamgen.recipe.embedding.embed import embed_recipe

        self._check_sides(image.size)
        if not self.keeps_alpha and image.mode == "RGBA":
            image = image.convert("RGB")
        file = io.BytesIO()
        image.save(file, format=self.format, **self.options(), **embed_recipe(self.format, recipe))
        return file.getvalue()

    def _check_sides(self, size: tuple[int, int]) -> None:
        if max(size) > self.longest_side:
            raise DreamError(
                f"{self.format} holds at most {self.longest_side} pixels a side and the picture is"
                f" {size[0]} x {size[1]}; write PNG instead"
            )

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        from dreamgen.recipe.embedding.embed import extract_recipe

        return extract_recipe(path, cls.format)
