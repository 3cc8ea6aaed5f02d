"""Pillow's pictures as arrays, whatever their size."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from dreamgen.imaging import scratch
from dreamgen.imaging.levels import read_levels


@pytest.mark.parametrize("channels", [3, 4])
def test_large_pictures_are_read_as_others_are(channels, monkeypatch):
    monkeypatch.setattr(scratch, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr("dreamgen.imaging.strips.PIXELS", 900)
    levels = np.random.default_rng(0).integers(0, 256, (71, 57, channels), dtype=np.uint8)
    assert np.array_equal(read_levels(Image.fromarray(levels)), levels)
