"""A contact sheet as a table: what each row and each column varies stands once, at its head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dreamgen.outputs.sheets.grid import Block, Grid, Heading
from dreamgen.outputs.sheets.lettering import (
    BACKGROUND,
    FAINT,
    TEXT,
    gap_size,
    load_font,
    shorten_line,
    small_type_size,
    type_size,
)
from dreamgen.outputs.sheets.paste import paste

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont


def draw_table(grid: Grid) -> Image.Image:
    """Return a grid of two axes or more on white: the source first, then one table a block."""
    from PIL import Image, ImageDraw

    layout = TableLayout(grid, grid.cells[0].image.size)
    canvas = Image.new("RGB", layout.measure(), BACKGROUND)
    pen = ImageDraw.Draw(canvas)
    width = canvas.width - 2 * layout.gap
    pen.text(
        (layout.gap, layout.gap * 0.7), layout.fit(grid.explanation, width), FAINT, layout.small
    )
    if grid.source is not None:
        place = (layout.left, layout.top)
        paste(canvas, grid.source.image, place, layout.picture)
        _write_row_heading(pen, layout, Heading(grid.source.caption), layout.top)
    for number, block in enumerate(grid.blocks()):
        _draw_block(canvas, pen, layout, block, layout.place_block(number))
    return canvas


def _draw_block(
    canvas: Image.Image, pen: ImageDraw.ImageDraw, layout: TableLayout, block: Block, top: int
) -> None:
    if block.title:
        _write_title(pen, layout, block.title, top, canvas.width)
    top += layout.title_height
    for column, heading in enumerate(layout.grid.columns):
        x = layout.place_column(column)
        text = layout.fit(heading.text, layout.picture[0], layout.large)
        pen.text((x, top), text, TEXT, layout.large)
        detail = layout.fit(heading.detail, layout.picture[0])
        pen.text((x, top + layout.line), detail, FAINT, layout.small)
    for row, (heading, cells) in enumerate(zip(layout.grid.rows, block.rows, strict=True)):
        y = top + layout.head_height + row * (layout.picture[1] + layout.gap)
        _write_row_heading(pen, layout, heading, y)
        for column, cell in enumerate(cells):
            paste(canvas, cell.image, (layout.place_column(column), y), layout.picture)


def _write_title(
    pen: ImageDraw.ImageDraw, layout: TableLayout, title: Heading, top: int, width: int
) -> None:
    """Write what a whole table has in common, and beside it how that is set."""
    text = layout.fit(title.text, width - 2 * layout.gap, layout.title)
    pen.text((layout.gap, top), text, TEXT, layout.title)
    beside = layout.gap + round(layout.title.getlength(text) + layout.title.size * 0.7)
    lower = top + round(layout.title.size - layout.small.size)
    detail = layout.fit(title.detail, width - beside - layout.gap)
    pen.text((beside, lower), detail, FAINT, layout.small)


def _write_row_heading(
    pen: ImageDraw.ImageDraw, layout: TableLayout, heading: Heading, top: int
) -> None:
    """Write a heading to the left of a row, in the middle of its height."""
    lines = layout.line + (layout.small_line if heading.detail else 0)
    y = top + (layout.picture[1] - lines) // 2
    text = layout.fit(heading.text, layout.margin, layout.large)
    pen.text((layout.gap, y), text, TEXT, layout.large)
    detail = layout.fit(heading.detail, layout.margin)
    pen.text((layout.gap, y + layout.line), detail, FAINT, layout.small)


@dataclass(frozen=True)
class TableLayout:
    """Where things stand on a sheet of tables, in pixels."""

    grid: Grid
    picture: tuple[int, int]

    @cached_property
    def large(self) -> ImageFont.FreeTypeFont:
        return load_font(type_size(self.picture[0]))

    @cached_property
    def small(self) -> ImageFont.FreeTypeFont:
        return load_font(small_type_size(self.picture[0]))

    @cached_property
    def title(self) -> ImageFont.FreeTypeFont:
        return load_font(round(type_size(self.picture[0]) * 1.3))

    @property
    def gap(self) -> int:
        return gap_size(self.picture[0])

    @property
    def line(self) -> int:
        return round(self.large.size * 1.4)

    @property
    def small_line(self) -> int:
        return round(self.small.size * 1.6)

    @cached_property
    def margin(self) -> int:
        """How wide the headings of rows are: as the widest needs, but no wider than a picture."""
        lines = [self.large.getlength(heading.text[:200]) for heading in self.grid.rows]
        lines += [self.small.getlength(heading.detail[:200]) for heading in self.grid.rows]
        if self.grid.source is not None:
            lines.append(self.large.getlength(self.grid.source.caption))
        return min(self.picture[0], round(max(lines)) + 1)

    @property
    def left(self) -> int:
        """Where the first column begins."""
        return self.gap + self.margin + self.gap

    @property
    def top(self) -> int:
        """Where the first picture, or the first table, begins."""
        return self.gap + (round(self.small.size * 2.2) if self.grid.heading else 0)

    @property
    def title_height(self) -> int:
        return round(self.title.size * 1.7) if len(self.grid.axes) > 2 else 0

    @property
    def head_height(self) -> int:
        return self.line + self.small_line

    def fit(self, text: str, width: int, font: ImageFont.FreeTypeFont | None = None) -> str:
        """Return a line, cut short where it would be wider; in small type unless a font is given."""
        return shorten_line(text, width, font or self.small)

    def place_column(self, number: int) -> int:
        """Return the left edge of a column."""
        return self.left + number * (self.picture[0] + self.gap)

    def place_block(self, number: int) -> int:
        """Return the upper edge of a table."""
        source = 0 if self.grid.source is None else self.picture[1] + 2 * self.gap
        rows = len(self.grid.rows) * (self.picture[1] + self.gap)
        return self.top + source + number * (self.title_height + self.head_height + rows + self.gap)

    def measure(self) -> tuple[int, int]:
        """Return the width and height of the sheet."""
        return self.place_column(len(self.grid.columns)), self.place_block(len(self.grid.titles))
