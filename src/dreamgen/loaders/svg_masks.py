"""From a page to a picture: its pixels, where it dreams, and what stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from dreamgen.errors import BadInput
from dreamgen.loaders.svg_coverage import bodies, coverage, hidden
from dreamgen.loaders.svg_page import Page
from dreamgen.loaders.svg_regions import TEXT, find_region
from dreamgen.loaders.svg_tree import Element, parse
from dreamgen.masks import faded_in, kept_clear
from dreamgen.picture import Picture


def picture_of(page: Page, where: str | None, kept: Sequence[str]) -> Picture:
    """Return the page as a picture that dreams only at ``where`` and never on what is ``kept``.

    ``where`` is a list of parts and selectors, or None; ``kept`` such items, and "text". Raise
    BadInput for a drawing that draws nothing, or has nothing that ``where`` names.
    """
    wordless = page.drawing.wordless if TEXT in kept else None
    drawn, *others = page.draw([page.drawing.body, *([] if wordless is None else [wordless])])
    if not drawn[..., 3].any():
        raise BadInput(f"{page.name} draws nothing: every pixel is transparent")
    still = np.zeros(drawn.shape[:2], bool)
    for other in others:
        still |= (drawn != other).any(axis=2)
    selectors = ", ".join(item for item in kept if item != TEXT)
    root = parse(page.drawing) if selectors or where else None
    if root is not None and selectors:
        covered = _covered(page, root, selectors, required=False)
        still |= covered > 0 if covered is not None else False
    shown = _covered(page, root, where, required=True) if root is not None and where else None
    mask = None if shown is None else torch.from_numpy(shown)[None]
    return _picture(drawn, mask, kept_clear(still) if still.any() else None)


def _covered(page: Page, root: Element, wanted: str, required: bool) -> np.ndarray | None:
    region = find_region(root, wanted, page.name, required)
    if region is None:
        return None
    shown = coverage(page.draw(bodies(root, region), hidden(page.drawing)))
    shown = faded_in(shown) if region.area else shown
    if required and not shown.any():
        raise BadInput(f"nothing of {wanted!r} is to be seen in {page.name}")
    return shown


def _picture(drawn: np.ndarray, mask: Tensor | None, protected: Tensor | None) -> Picture:
    values = torch.from_numpy(drawn.transpose(2, 0, 1).astype(np.float32) / 255)
    colours, alpha = values[:3], values[3:]
    if alpha.min() == 1:
        return Picture(colours.contiguous(), mask=mask, protected=protected)
    on_paper = colours * alpha + (1 - alpha)
    mask = alpha.clone() if mask is None else mask * alpha
    return Picture(on_paper, alpha.clone(), mask, protected)
