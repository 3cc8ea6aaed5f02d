"""A sheet as a page of HTML: searched by caption, and each picture's command copied by a click."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.outputs.base import Output
from dreamgen.outputs.pages.page_recipe import embed_in_page, extract_from_page

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame
    from dreamgen.outputs.stills.sheet import Cell

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="dreamgen">
<title>{heading}</title>
<style>
body {{ margin: 1.5rem; background: #f6f4f0; color: #1a1a1a; font: 15px/1.4 system-ui, sans-serif }}
header {{ display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-bottom: 1.2rem }}
input {{ font: inherit; padding: .2rem .6rem; border: 1px solid #bbb; border-radius: 4px }}
main {{ display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax({width}px, 1fr)) }}
button {{ all: unset; cursor: copy }}
button:focus-visible {{ outline: 3px solid #36c }}
button[hidden] {{ display: none }}
img {{ width: 100%; height: auto; display: block }}
small {{ display: block; color: #6b6b6b; overflow-wrap: anywhere }}
</style>
<header><code>{heading}</code>
<input type="search" placeholder="find" aria-label="find a caption"></header>
<main>
{cells}
</main>
<script>
const buttons = [...document.querySelectorAll("button")]
document.querySelector("input").oninput = event => {{
  const wanted = event.target.value.trim().toLowerCase()
  for (const button of buttons) button.hidden = !button.innerText.toLowerCase().includes(wanted)
}}
for (const button of buttons) button.onclick = () => navigator.clipboard?.writeText(button.title)
</script>
{recipe}
</html>
"""
_CELL = """<button title="{detail}"><img alt="{caption}" width="{width}" height="{height}" \
loading="lazy" src="{data}">{caption}<small>{detail}</small></button>"""


class SheetPage(Output):
    """A page of one file with all pictures of a sheet. It works without a network."""

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm")

    cells: Any = Field(description="the sheet's cells")
    heading: str = Field("", description="the page's title, and its first line")
    quality: int = Field(88, ge=0, le=100, description="of the pictures, as WebP")

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the page; the frames are ignored."""
        page = _PAGE.format(
            heading=html.escape(self.heading),
            width=min(360, max(cell.image.width for cell in self.cells)),
            cells="\n".join(self._format_cell(cell) for cell in self.cells),
            recipe=embed_in_page(recipe),
        )
        path.write_bytes(page.encode())

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return extract_from_page(path)

    def _format_cell(self, cell: Cell) -> str:
        from dreamgen.outputs.pages.data_url import encode_data_url

        return _CELL.format(
            caption=html.escape(cell.caption),
            detail=html.escape(cell.detail),
            width=cell.image.width,
            height=cell.image.height,
            data=encode_data_url(cell.image, self.quality),
        )
