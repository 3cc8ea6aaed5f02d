"""From a drawn page to a picture: what differs without its text is text."""

from __future__ import annotations

import json

import numpy as np
import torch
from torch.nn import functional as F

from dreamgen import Picture

CLEAR_MARGIN = 0.0035
"""Untouched ground around glyphs, as a share of the longest side; at least 2 pixels."""


def picture_of(reply: bytes, keeps_text: bool, panel: bool) -> Picture:
    """Return the picture of what the drawing process answered; its panel alone dreams if asked."""
    line, _, pixels = reply.partition(b"\n")
    head = json.loads(line)
    width, height = head["size"]
    pages = np.frombuffer(pixels, np.uint8).reshape(2, height, width, 3)
    whole = torch.from_numpy(pages[0].transpose(2, 0, 1).astype(np.float32) / 255)
    differs = (pages[0] != pages[1]).any(axis=2)
    protected = kept_clear(torch.from_numpy(differs)) if keeps_text and differs.any() else None
    mask = None
    if panel and head["panel"]:
        left, top, right, bottom = head["panel"]
        mask = torch.zeros(1, height, width)
        rows = slice(max(0, round(top * height)), round(bottom * height))
        mask[:, rows, max(0, round(left * width)) : round(right * width)] = 1
    return Picture(whole, mask=mask, protected=protected)


def kept_clear(inside: torch.Tensor) -> torch.Tensor:
    """Return 1 where (H, W) is true and on a margin around it, then a soft edge, (1, H, W)."""
    margin = max(2, round(CLEAR_MARGIN * max(inside.shape)))
    grown = F.max_pool2d(inside.float()[None, None], 4 * margin + 1, 1, 2 * margin)
    soft = F.avg_pool2d(grown, 2 * margin + 1, 1, margin, count_include_pad=False)
    near = F.max_pool2d(inside.float()[None, None], 2 * margin + 1, 1, margin)
    return torch.maximum(soft, near)[0]
