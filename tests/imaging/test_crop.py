import pytest

from dreamgen.imaging.crop import centre_crop_box


@pytest.mark.parametrize(
    ("natural", "target", "box"),
    [
        ((200, 100), (50, 50), (50, 0, 150, 100)),
        ((100, 200), (50, 50), (0, 50, 100, 150)),
        ((100, 100), (400, 200), (0, 25, 100, 75)),
        ((640, 480), (320, 240), (0, 0, 640, 480)),
    ],
)
def test_the_box_is_in_the_middle_and_has_the_targets_aspect(natural, target, box):
    assert centre_crop_box(natural, target) == pytest.approx(box)


def test_what_comes_of_rounding_is_not_cut_off():
    # 1000 x 667 at a longest side of 512 is 341.5 high.
    assert centre_crop_box((1000, 667), (512, 342)) == (0, 0, 1000, 667)
