"""Before and after, side by side in one picture."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from dreamgen.outputs.base import Output
from dreamgen.outputs.last_frame import get_before_and_after, get_last_frame
from dreamgen.outputs.stills.by_suffix import BY_SUFFIX, read_still_recipe

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame


class Compare(Output):
    """The source beside the dream, on a white background, in any format of still pictures.

    Ask for it with ``output.use=compare``: by suffix alone, the formats themselves are chosen.
    """

    suffixes: ClassVar[tuple[str, ...]] = tuple(BY_SUFFIX)
    keeps_alpha: ClassVar[bool] = False

    layout: Literal["row", "column"] = Field(
        "row", description="the dream to the right of its source, or below it"
    )
    gap: float = Field(
        0.01, ge=0, le=1, description="white between the two, as a share of the longest side"
    )

    def check_result(self, path: Path, size: tuple[int, int], recipe: str) -> None:
        width, height = size
        gap = round(self.gap * max(size))
        row = self.layout == "row"
        joined = (2 * width + gap, height) if row else (width, 2 * height + gap)
        BY_SUFFIX[path.suffix.lower()]().check_result(path, joined, recipe)

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the last frame beside its source, in the format that the path's suffix names."""
        from dreamgen.imaging.dither import to_rgb

        kind = BY_SUFFIX[path.suffix.lower()]
        kind().save(to_rgb(self.join(get_last_frame(frames))), path, recipe)

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return read_still_recipe(path)

    def join(self, frame: Frame) -> Tensor:
        """Return (3, H, W) in 0..1: source, gap, dream."""
        import torch

        before, after = get_before_and_after(frame)
        height, width = after.shape[1:]
        thickness = round(self.gap * max(height, width))
        row = self.layout == "row"
        gap = torch.ones((3, height, thickness) if row else (3, thickness, width))
        return torch.cat([before, gap, after], dim=2 if row else 1)
