"""Before and after under a slider, in a page of HTML that needs nothing else."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from dreamgen.outputs.base import Output
from dreamgen.outputs.last_frame import get_before_and_after, get_last_frame
from dreamgen.outputs.pages.page_recipe import embed_in_page, extract_from_page

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="dreamgen">
<title>{title}</title>
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-content: center; background: #f6f4f0 }}
figure {{ position: relative; margin: 1rem; width: min(94vw, {width}px); line-height: 0 }}
img {{ width: 100%; height: auto; display: block }}
img + img {{ position: absolute; inset: 0; clip-path: inset(0 0 0 var(--at)) }}
input {{ position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0;
  cursor: ew-resize }}
hr {{ position: absolute; inset: 0 auto 0 var(--at); margin: 0 0 0 -1px; border: 0; width: 2px;
  background: #fff; box-shadow: 0 0 4px #0009; pointer-events: none }}
input:focus-visible ~ hr {{ width: 4px; margin-left: -2px }}
</style>
<figure style="--at: 50%">
<img alt="before" src="{before}">
<img alt="after" src="{after}">
<input type="range" min="0" max="100" step="0.1" value="50" aria-label="from before to after"
  oninput="this.parentNode.style.setProperty('--at', this.value + '%')">
<hr>
</figure>
{recipe}
</html>
"""


class Slider(Output):
    """A page of one file: the source to the left of the slider, the dream to its right.

    It works without a network, by mouse, touch and arrow keys. The dream's own data carries the
    recipe, as any WebP of dreamgen's, and the page holds it once more as text.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm")
    keeps_alpha: ClassVar[bool] = False

    quality: int = Field(90, ge=0, le=100, description="of both pictures, as WebP")
    title: str = Field("Before and after", description="the page's title")

    def check_result(self, path: Path, size: tuple[int, int], recipe: str) -> None:
        from dreamgen.outputs.stills.webp import Webp

        Webp().check_result(path, size, recipe)

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the last frame and its source. Raises DreamError for a frame without one."""
        before, after = get_before_and_after(get_last_frame(frames))
        page = _PAGE.format(
            title=html.escape(self.title),
            width=after.shape[2],
            before=self._encode(before, None),
            after=self._encode(after, recipe),
            recipe=embed_in_page(recipe),
        )
        path.write_bytes(page.encode())

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return extract_from_page(path)

    def _encode(self, pixels: Tensor, recipe: str | None) -> str:
        from dreamgen.imaging.dither import to_rgb
        from dreamgen.outputs.pages.data_url import encode_data_url

        return encode_data_url(to_rgb(pixels), self.quality, recipe)
