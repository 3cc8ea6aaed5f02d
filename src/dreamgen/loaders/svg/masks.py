"""From a page to a picture: its pixels, where it dreams, and what stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from dreamgen.errors import BadInput
from dreamgen.imaging.masks import fade_edges, protect_with_margin
from dreamgen.imaging.picture import Picture
from dreamgen.loaders.charts.legend_keys import find_legend_keys
from dreamgen.loaders.svg.coverage import hide_all, measure_coverage, write_bodies
from dreamgen.loaders.svg.page import Page
from dreamgen.loaders.svg.parts.regions import LEGEND, TEXT, Region, find_region
from dreamgen.loaders.svg.tree import Element, parse


def build_picture(page: Page, where: str | None, kept: Sequence[str]) -> Picture:
    """Return the page as a picture that dreams only at ``where`` and never on what is ``kept``.

    ``where`` is a list of parts and selectors, or None; ``kept`` such items, and "text". Raise
    BadInput for a drawing that draws nothing, or has nothing that ``where`` names.
    """
    wordless = page.drawing.wordless if {TEXT, LEGEND} & set(kept) else None
    drawn, *others = page.draw([page.drawing.body, *([] if wordless is None else [wordless])])
    if not drawn[..., 3].any():
        raise BadInput(f"{page.name} draws nothing: every pixel is transparent")
    words = np.zeros(drawn.shape[:2], bool)
    for other in others:
        words |= (drawn != other).any(axis=2)
    root = parse(page.drawing) if where or any(item != TEXT for item in kept) else None
    still = words if TEXT in kept else np.zeros_like(words)
    if root is not None:
        still = still | _find_kept(
            page, root, [item for item in kept if item != TEXT], drawn, words
        )
    region = find_region(root, where, page.name, required=True) if root and where else None
    if root is None or region is None:
        return _compose(drawn, still)
    shown = _draw_coverage(page, root, region)
    if not shown.any():
        raise BadInput(f"{where!r} finds nothing visible in {page.name}")
    return _compose(drawn, still, shown, region.area)


def _find_kept(
    page: Page, root: Element, kept: Sequence[str], drawn: np.ndarray, words: np.ndarray
) -> np.ndarray:
    """Return where parts and selectors show; a legend that nothing names, by how it looks."""
    still = np.zeros(words.shape, bool)
    region = find_region(root, ", ".join(kept), page.name, required=False) if kept else None
    if region is not None:
        still |= _draw_coverage(page, root, region) > 0
    if LEGEND in kept and find_region(root, LEGEND, page.name, required=False) is None:
        still |= find_legend_keys(_flatten_picture(drawn), words)
    return still


def _draw_coverage(page: Page, root: Element, region: Region) -> np.ndarray:
    shown = measure_coverage(page.draw(write_bodies(root, region), hide_all(page.drawing)))
    if region.frame:
        shown = _fill_box(shown)
    return fade_edges(shown) if region.area else shown


def _fill_box(shown: np.ndarray) -> np.ndarray:
    rows, columns = (np.nonzero((shown > 0.5).any(axis=side))[0] for side in (1, 0))
    box = np.zeros_like(shown)
    if len(rows):
        box[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = 1
    return box


def _flatten_picture(drawn: np.ndarray) -> np.ndarray:
    """Return (H, W, 4), uint8, laid on white: float32 (H, W, 3) in 0..1."""
    values = drawn.astype(np.float32) / 255
    return values[..., :3] * values[..., 3:] + (1 - values[..., 3:])


def _compose(
    drawn: np.ndarray, still: np.ndarray, shown: np.ndarray | None = None, area: bool = False
) -> Picture:
    pixels = torch.from_numpy(_flatten_picture(drawn).transpose(2, 0, 1)).contiguous()
    alpha = torch.from_numpy(drawn[..., 3].astype(np.float32) / 255)[None]
    mask = None if shown is None else torch.from_numpy(shown)[None]
    protected = protect_with_margin(still) if still.any() else None
    if alpha.min() == 1:
        return Picture(pixels, None, mask, protected)
    if mask is not None and area:
        alpha = torch.maximum(alpha, mask)  # a transparent panel dreams on paper of its own
    mask = alpha.clone() if mask is None else mask * alpha
    return Picture(pixels, alpha, mask, protected)
