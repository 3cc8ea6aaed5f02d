"""From a drawn page to a picture: what differs without its text is text.

Programs may write every glyph as an outline; on such a page words are found by what they look like.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import torch

from dreamgen import (
    Picture,
    fade_edges,
    find_legend_keys,
    find_outlined_words,
    protect_with_margin,
)


def build_picture(reply: bytes, kept: Sequence[str], panel: bool) -> Picture:
    """Return the picture of what the drawing process answered.

    ``kept`` may hold "text" and "legend"; with ``panel``, the page's panels alone dream.
    """
    line, _, pixels = reply.partition(b"\n")
    head = json.loads(line)
    width, height = head["size"]
    pages = np.frombuffer(pixels, np.uint8).reshape(2, height, width, 3)
    colours = pages[0].astype(np.float32) / 255
    words = (pages[0] != pages[1]).any(axis=2)
    if not words.any() and {"text", "legend"} & set(kept):
        words = find_outlined_words(colours)
    still = words if "text" in kept else np.zeros_like(words)
    if "legend" in kept:
        still = still | find_legend_keys(colours, words)
    protected = protect_with_margin(still) if still.any() else None
    mask = _draw_panels(head["panels"], width, height) if panel and head["panels"] else None
    whole = torch.from_numpy(colours.transpose(2, 0, 1)).contiguous()
    return Picture(whole, mask=mask, protected=protected)


def _draw_panels(boxes: Sequence[Sequence[float]], width: int, height: int) -> torch.Tensor:
    """Return the boxes, given as shares of the page, as a mask (1, H, W) that fades in."""
    inside = np.zeros((height, width), np.float32)
    for left, top, right, bottom in boxes:
        rows = slice(max(0, round(top * height)), max(0, round(bottom * height)))
        inside[rows, max(0, round(left * width)) : max(0, round(right * width))] = 1
    return torch.from_numpy(fade_edges(inside))[None]
