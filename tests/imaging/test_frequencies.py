import numpy as np
import pytest

from dreamgen.imaging.frequencies import spatial_frequencies


@pytest.mark.parametrize("size", [(6, 9), (9, 6), (8, 8)])
@pytest.mark.parametrize("half", [False, True])
def test_they_are_those_of_numpys_transform(size, half):
    height, width = size
    down = np.fft.fftfreq(height)
    across = np.fft.rfftfreq(width) if half else np.fft.fftfreq(width)
    expected = np.hypot(*np.meshgrid(down, across, indexing="ij"))
    expected[0, 0] = 1 / max(size)  # the mean, so that one can divide by it
    np.testing.assert_allclose(spatial_frequencies(size, half).numpy(), expected, rtol=1e-6)
