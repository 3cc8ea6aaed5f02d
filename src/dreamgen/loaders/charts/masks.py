"""What stays and what dreams in a chart that comes as bare pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from dreamgen.imaging.masks import fade_edges, protect_with_margin
from dreamgen.imaging.picture import Picture
from dreamgen.loaders.charts.legend_keys import find_legend_keys
from dreamgen.loaders.charts.panel import find_panel, is_chart
from dreamgen.loaders.charts.text import find_text


def mask_chart(picture: Picture, words: bool, keys: bool, panel: bool) -> Picture:
    """Return a chart with its words protected and its panel as mask; anything else as it is.

    With ``keys``, the keys of a legend are kept too.
    """
    pixels = picture.pixels.permute(1, 2, 0).numpy()
    if not is_chart(pixels):
        return picture
    text = find_text(pixels) if words or keys else None
    if text is not None:
        still = text & words
        still = still | find_legend_keys(pixels, text) if keys else still
        picture = replace(picture, protected=protect_with_margin(still)) if still.any() else picture
    box = find_panel(pixels) if panel else None
    if box is None:
        return picture
    return picture.with_mask(torch.from_numpy(fade_edges(box.astype(np.float32)))[None])
