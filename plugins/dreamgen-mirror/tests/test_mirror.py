from __future__ import annotations

import pytest
import torch

pytest.importorskip("dreamgen_mirror", reason="the plugin is not installed here")


@pytest.mark.parametrize("axes", ["vertical", "horizontal", "both"])
def test_it_keeps_its_promises(axes):
    from dreamgen.testing import check_component
    from dreamgen_mirror.mirror import Mirror

    check_component(Mirror(axes=axes))


@pytest.mark.parametrize(
    ("axes", "dims"), [("vertical", (3,)), ("horizontal", (2,)), ("both", (2, 3))]
)
def test_the_gradient_comes_out_symmetric_and_keeps_its_symmetric_part(axes, dims):
    from dreamgen_mirror.mirror import Mirror

    gradient = torch.randn(1, 3, 6, 9)
    mirrored = Mirror(axes=axes).gradient(gradient, 0.0)
    for dim in dims:
        torch.testing.assert_close(mirrored, mirrored.flip(dim))
    torch.testing.assert_close(Mirror(axes=axes).gradient(mirrored, 0.0), mirrored)
    assert mirrored.mean() == pytest.approx(float(gradient.mean()), abs=1e-6)
