"""A page of a PDF file, as R, LaTeX and most programs for charts write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen import BadInput, Limits, Loader, Size, Source, run_isolated

if TYPE_CHECKING:
    from dreamgen import Picture

LONGEST = 1024
_WORKER = Path(__file__).with_name("worker.py")


class Pdf(Loader):
    """One page, drawn by PDFium sharp at the size asked for; its words are known from the page.

    The page is drawn with and without its text, so that every glyph's pixels are protected. In a
    chart whose words are outlines they are found by what they look like.
    """

    page: int = Field(1, ge=1, le=100_000, description="which page, counted from 1")
    protect: str = Field(
        "text", description="what stays as it is: text and legend (its keys), or none"
    )
    where: str | None = Field(
        None, description="what dreams: panel, the largest boxes drawn; with a ?, if there is one"
    )
    patience: float = Field(1.0, gt=0, le=1000, description="times the usual time it may take")

    def accepts(self, source: Source) -> bool:
        return b"%PDF-" in source.data[:1024]

    def load(self, source: Source, size: Size | None) -> Picture:
        from dreamgen_plots.pdf.picture import build_picture

        wanted = [item.strip() for item in (self.where or "").split(",") if item.strip()]
        for item in wanted:
            if not item.endswith("?") and item != "panel":
                raise BadInput(
                    f"{source.name}: of a PDF page only the panel is known, not {item!r}"
                )
        size = size or Size(LONGEST)
        head = json.dumps(
            {"page": self.page, "size": [size.width, size.height, size.sheet]}
        ).encode()
        pixels = size.width * (size.height or size.width) / 2**20
        limits = Limits(
            (1.0 + 0.5 * max(1, pixels) + len(source.data) / 2**22) * self.patience,
            (700 << 20) + int(pixels * 2**25),
        )
        request = len(head).to_bytes(4, "little") + head + source.data
        reply = run_isolated(
            _WORKER, request, limits, source.name, ["pypdfium2", "PIL", "dreamgen_plots"]
        )
        panel = any(item.removesuffix("?") == "panel" for item in wanted)
        kept = [item.strip().removesuffix("?").strip() for item in self.protect.split(",")]
        picture = build_picture(reply, kept, panel)
        if "panel" in wanted and picture.mask is None:
            raise BadInput(f"no panel is found in {source.name}")
        return picture
