from __future__ import annotations

import pytest
import torch

from dreamgen_mirror.mirror import Mirror


def test_everything_that_it_offers_is_sound(dreamgen_plugin):
    plugin = dreamgen_plugin("dreamgen_mirror.plugin")
    assert plugin.check() == []
    assert "mandala" in plugin.registry.presets


@pytest.mark.parametrize("axes", ["vertical", "horizontal", "both"])
def test_it_does_all_that_a_regulariser_must(axes, check_component):
    check_component(Mirror(axes=axes))


@pytest.mark.parametrize(
    ("axes", "dims"), [("vertical", (3,)), ("horizontal", (2,)), ("both", (2, 3))]
)
def test_the_gradient_comes_out_symmetric_and_keeps_its_symmetric_part(axes, dims):
    gradient = torch.randn(2, 3, 6, 9, generator=torch.Generator().manual_seed(1))
    mirrored = Mirror(axes=axes).gradient(gradient, 0.0)
    for dim in dims:
        torch.testing.assert_close(mirrored, mirrored.flip(dim))
    torch.testing.assert_close(Mirror(axes=axes).gradient(mirrored, 0.0), mirrored)
    assert mirrored.mean() == pytest.approx(float(gradient.mean()), abs=1e-6)
