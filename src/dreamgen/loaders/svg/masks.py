"""From a page to a picture: its pixels, where it dreams, and what stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from dreamgen.errors import BadInput
from dreamgen.imaging.masks import protect_with_margin
from dreamgen.imaging.picture import Picture
from dreamgen.imaging.strips import strips_of
from dreamgen.loaders.charts.legend_keys import find_legend_keys
from dreamgen.loaders.item_lists import split_list
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.protection import check_items
from dreamgen.loaders.svg.page import Page
from dreamgen.loaders.svg.panel import find_panel_mask, measure_region
from dreamgen.loaders.svg.parts.regions import LEGEND, PANEL, TEXT, Parts
from dreamgen.loaders.svg.words import draw_with_words, lay_on_white


def build_picture(page: Page, where: str | None, kept: Sequence[str], losses: Losses) -> Picture:
    """Return the page as a picture that dreams only at ``where`` and never on what is ``kept``.

    ``where`` is a list of parts and selectors, or None; ``kept`` such items, and "text". What is
    passed over is added to ``losses``. Raise BadInput for a drawing that draws nothing, or has
    nothing that ``where`` names.
    """
    check_items(kept)
    drawn, words = draw_with_words(page)
    if not drawn[..., 3].any():
        raise BadInput(f"{page.name} draws nothing: every pixel is transparent")
    still = words if TEXT in kept else np.zeros_like(words)
    others = [item for item in kept if item != TEXT]
    if not where and not others:
        return _compose(drawn, still)
    parts = Parts(page.drawing.index)
    if others:
        _name_lacking(page, parts, others, losses)
        still = still | _find_kept(page, parts, others, drawn, words)
    if not where:
        return _compose(drawn, still)
    shown, area = _find_shown(page, parts, split_list(where), losses)
    if shown is not None and not shown.any():
        raise BadInput(f"{where!r} finds nothing visible in {page.name}")
    return _compose(drawn, still, shown, area)


def _find_shown(
    page: Page, parts: Parts, items: Sequence[str], losses: Losses
) -> tuple[np.ndarray | None, bool]:
    """Return where the items show, None for everywhere, and whether a panel is one of them."""
    panels = [item for item in items if item.removesuffix("?").strip() == PANEL]
    rest = [item for item in items if item not in panels]
    shown = find_panel_mask(page, parts, losses) if panels else None
    area = shown is not None
    if PANEL in panels and shown is None and parts.find_panel() is None:
        raise BadInput(parts.describe_lack(PANEL, page.name))
    region = parts.find_region(rest, page.name, required=True)
    if region is not None:
        coverage = measure_region(page, region)
        shown = coverage if shown is None else np.maximum(shown, coverage)
    return shown, area


def _find_kept(
    page: Page, parts: Parts, kept: Sequence[str], drawn: np.ndarray, words: np.ndarray
) -> np.ndarray:
    """Return where parts and selectors show; a legend that nothing names, by how it looks."""
    still = np.zeros(words.shape, bool)
    region = parts.find_region(kept, page.name, required=False)
    if region is not None:
        still |= measure_region(page, region) > 0
    if LEGEND in kept and not parts.find(LEGEND):
        still |= find_legend_keys(lay_on_white(drawn), words)
    return still


def _name_lacking(page: Page, parts: Parts, kept: Sequence[str], losses: Losses) -> None:
    """Name the selectors that find nothing to protect, unless a question mark allows that."""
    lacking = parts.find_lacking(kept)
    if lacking:
        names = ", ".join(map(repr, lacking))
        losses.say(f"nothing in {page.name} is {names}, so there is nothing to protect there")


def _to_array(planes: torch.Tensor) -> np.ndarray:
    return planes.permute(1, 2, 0).numpy()


def _to_planes(values: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(values).permute(2, 0, 1).contiguous()


def _compose(
    drawn: np.ndarray, still: np.ndarray, shown: np.ndarray | None = None, area: bool = False
) -> Picture:
    planes = torch.from_numpy(drawn).permute(2, 0, 1)
    strips = strips_of(*planes.shape[1:])
    pixels = strips.map(lambda part: _to_planes(lay_on_white(_to_array(part))), planes)
    alpha = strips.map(lambda part: part.float() / 255, planes[3:])
    mask = None if shown is None else torch.from_numpy(shown)[None]
    protected = protect_with_margin(still) if still.any() else None
    if min(strips.each(lambda part: float(part.min()), alpha)) == 1:
        return Picture(pixels, None, mask, protected)
    if mask is not None and area:
        # A transparent panel dreams on paper of its own.
        alpha = strips.map(torch.maximum, alpha, mask)
    mask = alpha.clone() if mask is None else strips.map(torch.mul, mask, alpha)
    return Picture(pixels, alpha, mask, protected)
