"""A sheet as a page of HTML: searched, looked through large, and each picture's command copied."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from dreamgen.outputs.base import Output
from dreamgen.outputs.pages.page_recipe import embed_in_page, extract_from_page

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame
    from dreamgen.outputs.sheets.grid import Block, Cell, Grid, Heading

WIDEST = 320
"""Pixels on the page of a picture; a click shows it as large as it is."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="dreamgen">
<title>{title}</title>
<style>
{style}:root {{ --wide: {width}px }}
</style>
<header class="bar"><code>{heading}</code>
<input id="search" type="search" placeholder="Search  ( / )" aria-label="search captions and options">
<span id="count" role="status"></span></header>
<main>
{body}
</main>
<dialog id="view" aria-label="a picture, large">
<button id="before" class="turn" aria-label="previous">&lsaquo;</button>
<img id="large" alt="">
<button id="after" class="turn" aria-label="next">&rsaquo;</button>
<div class="words"><b id="caption"></b><code id="command"></code>
<button id="copy">Copy command</button></div>
<button id="close" aria-label="close">&times;</button>
</dialog>
<script>
{script}</script>
{recipe}
</html>
"""
_CELL = (
    '<button class="cell" data-command="{command}"><img alt="{caption}" width="{width}" '
    'height="{height}" src="{data}"><b>{caption}</b><code>{detail}</code></button>'
)


class SheetPage(Output):
    """A page of one file with all pictures of a grid. It works without a network."""

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm")

    grid: Any = Field(description="the pictures and the headings of rows and columns")
    quality: int = Field(88, ge=0, le=100, description="of the pictures, as WebP")

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the page; the frames are ignored."""
        grid: Grid = self.grid
        page = _PAGE.format(
            title=html.escape(grid.heading or "dreamgen"),
            heading=html.escape(grid.heading),
            style=_read("sheet.css"),
            script=_read("sheet.js"),
            width=min(WIDEST, max(cell.image.width for cell in grid.cells)),
            body="\n".join(self._tables(grid) if grid.is_table else self._run(grid.run)),
            recipe=embed_in_page(recipe),
        )
        path.write_bytes(page.encode())

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return extract_from_page(path)

    def _run(self, cells: Iterable[Cell]) -> Iterator[str]:
        yield '<div class="run">'
        yield from map(self._format_cell, cells)
        yield "</div>"

    def _tables(self, grid: Grid) -> Iterator[str]:
        if grid.source is not None:
            yield f'<section class="source">{self._format_cell(grid.source)}</section>'
        for block in grid.blocks():
            yield from self._table(grid, block)

    def _table(self, grid: Grid, block: Block) -> Iterator[str]:
        yield "<section>" + ("" if block.title is None else _format_title(block.title))
        heads = "".join(_format_heading(heading, "col") for heading in grid.columns)
        yield f'<div class="scroll"><table><thead><tr><th></th>{heads}</tr></thead><tbody>'
        for heading, cells in zip(grid.rows, block.rows, strict=True):
            row = "".join(f"<td>{self._format_cell(cell)}</td>" for cell in cells)
            yield f"<tr>{_format_heading(heading, 'row')}{row}</tr>"
        yield "</tbody></table></div></section>"

    def _format_cell(self, cell: Cell) -> str:
        from dreamgen.outputs.pages.data_url import encode_data_url

        return _CELL.format(
            caption=html.escape(cell.caption),
            detail=html.escape(cell.detail),
            command=html.escape(cell.command),
            width=cell.image.width,
            height=cell.image.height,
            data=encode_data_url(cell.image, self.quality),
        )


def _format_title(title: Heading) -> str:
    return f"<h2>{html.escape(title.text)} <code>{html.escape(title.detail)}</code></h2>"


def _format_heading(heading: Heading, scope: str) -> str:
    text, detail = html.escape(heading.text), html.escape(heading.detail)
    return f'<th scope="{scope}">{text}<code>{detail}</code></th>'


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
