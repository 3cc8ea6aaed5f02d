"""What stays and what dreams in a chart that comes as bare pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from dreamgen.loaders.pixel_charts import find_panel, is_chart
from dreamgen.loaders.pixel_text import find_text
from dreamgen.loaders.svg_text import faded_in, kept_clear
from dreamgen.picture import Picture


def with_masks(picture: Picture, words: bool, panel: bool) -> Picture:
    """Return a chart with its words protected and its panel as mask; anything else as it is."""
    pixels = picture.pixels.permute(1, 2, 0).numpy()
    if not is_chart(pixels):
        return picture
    text = find_text(pixels) if words else None
    if text is not None:
        picture = replace(picture, protected=kept_clear(text))
    box = find_panel(pixels) if panel else None
    if box is None:
        return picture
    return picture.with_mask(torch.from_numpy(faded_in(box.astype(np.float32)))[None])
