"""Drawings too large for memory, which are worked through by strips."""

from __future__ import annotations

import pytest
import torch

from dreamgen.imaging import scratch
from dreamgen.recipe.values import Size

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{paper}
<g id="marks" opacity="0.7"><circle cx="60" cy="50" r="40" fill="#c33"/></g>
<rect id="over" x="70" y="20" width="60" height="20" fill="#228"/>
<text x="90" y="60" font-size="20">words</text></svg>"""


@pytest.mark.parametrize("paper", ['<rect width="200" height="100" fill="#fff"/>', ""])
def test_a_large_drawing_is_read_as_others_are(paper, load_svg, monkeypatch):
    def load():
        drawing = DRAWING.format(paper=paper)
        return load_svg(drawing, Size(160), where="#marks", protect="text, #over")

    small = load()
    monkeypatch.setattr(scratch, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr("dreamgen.imaging.strips.PIXELS", 900)
    large = load()
    assert (small.alpha is None) == bool(paper)
    for name in ("pixels", "alpha", "mask", "protected"):
        one, other = getattr(small, name), getattr(large, name)
        if one is not None or other is not None:
            torch.testing.assert_close(other, one, rtol=0, atol=1e-6)
