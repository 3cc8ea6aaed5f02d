"""The loader of drawings and charts in SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen.errors import BadInput
from dreamgen.imaging.crop import centre_crop_box
from dreamgen.loaders.base import Loader, Source
from dreamgen.loaders.sizing import choose_vector_size
from dreamgen.loaders.svg.source import looks_like_svg, unpack
from dreamgen.plugins.component import LIMIT
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture
    from dreamgen.loaders.svg.drawing import Drawing
    from dreamgen.loaders.svg.page import Page


class Svg(Loader):
    """Drawings and charts, drawn sharp at the size asked for (1024 pixels if none is).

    Where the drawing is transparent nothing is dreamed, and the result stays transparent. Text is
    set in the fonts that the drawing names, and in the bundled Open Sans, or Bitstream Vera
    Sans Mono for ``monospace``, where the system lacks them. Nothing outside the file is ever read.
    """

    protect: str = Field(
        "text",
        description="what stays exactly as it is: none, or a list of text, parts and CSS selectors;"
        " what a drawing lacks is passed over",
    )
    where: str | None = Field(
        None,
        description="what dreams, everything if left out: marks, panel, axes, grid, legend, title,"
        ' or any CSS selector, as "#skin"; several with commas between them; a ? after one passes'
        " over it where it is lacking",
    )
    patience: float = Field(
        1.0,
        gt=0,
        le=1000,
        description="how many times the usual time and memory drawing it may take",
        json_schema_extra=LIMIT,
    )

    def accepts(self, source: Source) -> bool:
        return looks_like_svg(source.data)

    def load(self, source: Source, size: Size | None) -> Picture:
        from dreamgen.loaders.item_lists import split_list
        from dreamgen.loaders.losses import Losses
        from dreamgen.loaders.svg.masks import build_picture
        from dreamgen.loaders.svg.sanitise import sanitise

        losses = Losses(source.name)
        kept = [item for item in split_list(self.protect) if item != "none"]
        try:
            drawing = sanitise(unpack(source), source.name, losses)
            page = self._lay_out(drawing, source.name, size)
            return build_picture(page, self.where, kept, losses)
        finally:
            losses.warn()

    def measure(self, source: Source, size: Size | None) -> tuple[int, int] | None:
        from dreamgen.loaders.svg.reading import Budget, read_tree
        from dreamgen.loaders.svg.size import find_natural_size

        root = read_tree(unpack(source), source.name, Budget())
        natural = find_natural_size(root.attributes, source.name)
        return None if natural is None else choose_vector_size(natural, size, source.name)

    def _lay_out(self, drawing: Drawing, name: str, size: Size | None) -> Page:
        """Return the drawing at the size it will be drawn; refuse a thin slice of something huge."""
        from dreamgen.loaders.svg.page import Page
        from dreamgen.loaders.svg.size import find_natural_size

        natural = find_natural_size(drawing.root, name) or self._measure_extent(drawing, name)
        target = choose_vector_size(natural, size, name)
        # Where the aspect differs it is drawn to cover the target, and the middle is kept.
        left, top, right, bottom = centre_crop_box(natural, target)
        whole = (
            round(target[0] * natural[0] / (right - left)),
            round(target[1] * natural[1] / (bottom - top)),
        )
        choose_vector_size(natural, Size(*whole), name)
        return Page(drawing, name, natural, whole, target, self.patience)

    def _measure_extent(self, drawing: Drawing, name: str) -> tuple[int, int]:
        """Return the extent of what is drawn, for a drawing that does not give its size."""
        from dreamgen.loaders.svg.render import render
        from dreamgen.loaders.svg.size import write_document

        document = write_document(drawing, drawing.body, None, None)
        try:
            (drawn,) = render([document], drawing, name, 1, self.patience)
        except BadInput:
            raise BadInput(
                f"{name} does not say how large it is; give its svg element a viewBox"
            ) from None
        return drawn.shape[1], drawn.shape[0]
