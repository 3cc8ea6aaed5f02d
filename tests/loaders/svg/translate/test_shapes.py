"""What CSS and SVG 2 draw and the renderer does not, against the shapes that they define."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from dreamgen.recipe.values import Size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" '


def draw(load_svg, body, size=100, scale=1):
    """Return how dark a page of ``size`` x ``size`` units is, (H, W) in 0..1."""
    root = f'{OPEN}width="{size}" height="{size}"><rect width="100%" height="100%" fill="#fff"/>'
    picture = load_svg(f"{root}{body}</svg>", Size(size * scale))
    return 1 - picture.pixels.mean(dim=0).numpy()


def in_polygon(x, y, corners):
    """Say which points have an odd number of edges to their right."""
    inside = np.zeros(x.shape, bool)
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = ax + (y - ay) * (bx - ax) / (by - ay)
        inside ^= ((ay > y) != (by > y)) & (x < crossing)
    return inside


def in_box(x, y, left, top, right, bottom):
    return (x > left) & (x < right) & (y > top) & (y < bottom)


# Of a box 80 wide and 60 high, as CSS Shapes 1 defines them.
CLIPS = {
    "inset(10px)": lambda x, y: in_box(x, y, 10, 10, 70, 50),
    "inset(10px 20%)": lambda x, y: in_box(x, y, 16, 10, 64, 50),
    "inset(5px 10px 15px 20px)": lambda x, y: in_box(x, y, 20, 5, 70, 45),
    "xywh(10px 20px 50% 50%)": lambda x, y: in_box(x, y, 10, 20, 50, 50),
    "rect(10px 70px 50px 5px)": lambda x, y: in_box(x, y, 5, 10, 70, 50),
    "circle(20px at 30px 30px)": lambda x, y: np.hypot(x - 30, y - 30) < 20,
    "circle()": lambda x, y: np.hypot(x - 40, y - 30) < 30,
    # A share of a circle's radius is of the diagonal through the root of 2.
    "circle(30%)": lambda x, y: np.hypot(x - 40, y - 30) < 0.3 * np.hypot(80, 60) / 2**0.5,
    "circle(farthest-side at 30px 30px)": lambda x, y: np.hypot(x - 30, y - 30) < 50,
    "ellipse(25% 40% at left 30px)": lambda x, y: np.hypot(x / 20, (y - 30) / 24) < 1,
    "polygon(0 0, 100% 0, 50% 100%)": lambda x, y: in_polygon(x, y, [(0, 0), (80, 0), (40, 60)]),
    "polygon(evenodd, 0 0, 80px 0, 0 60px, 80px 60px)": lambda x, y: in_polygon(
        x, y, [(0, 0), (80, 0), (0, 60), (80, 60)]
    ),
    "path('M0 0H40V60H0Z')": lambda x, y: in_box(x, y, 0, 0, 40, 60),
}


def test_clip_shapes(load_svg):
    names = list(CLIPS)
    body = "".join(
        f'<g transform="translate({100 * (at % 4) + 10} {100 * (at // 4) + 10})">'
        f'<rect width="80" height="60" style="clip-path: {name}"/></g>'
        for at, name in enumerate(names)
    )
    dark = draw(load_svg, body, size=400)
    y, x = (np.mgrid[:600, :800] + 0.5) / 10  # a hundred points in each pixel
    for at, name in enumerate(names):
        top, left = 100 * (at // 4) + 10, 100 * (at % 4) + 10
        found = dark[top : top + 60, left : left + 80]
        within = CLIPS[name](x, y) & in_box(x, y, 0, 0, 80, 60)
        expected = within.reshape(60, 10, 80, 10).mean(axis=(1, 3))
        assert np.abs(found - expected).mean() < 0.004, name


@pytest.mark.parametrize("scale", ["3", "4, 1", "1, 6"])
def test_a_stroke_that_does_not_scale_is_as_wide_as_it_says(scale, load_svg):
    """In pixels of the drawing at its own size, whatever transforms it (SVG 2, 8.13)."""
    across, down = (float(word) for word in (scale.split(",") * 2)[:2])
    x, y = 50 / across, 50 / down
    body = f'<g transform="scale({scale})" stroke="#000" fill="none" stroke-width="4">'
    lines = [f"M{x} 0V{100 / down}", f"M0 {y}H{100 / across}"]
    for line, axis in zip(lines, (1, 0), strict=True):
        kept = f'{body}<path d="{line}" vector-effect="non-scaling-stroke"/></g>'
        for enlarged in (1, 2):
            widths = draw(load_svg, kept, scale=enlarged).sum(axis=axis)
            assert np.abs(widths[5:-5] - 4 * enlarged).max() < 0.1


def test_a_stroke_that_scales_is_wider(load_svg):
    body = '<g transform="scale(3)" stroke="#000" stroke-width="4"><path d="M0 16H40"/></g>'
    assert abs(draw(load_svg, body).sum(axis=0)[50] - 12) < 0.1


@pytest.mark.parametrize("rendering", ["pixelated", "crisp-edges"])
def test_pixels_that_are_to_stay_sharp_do(rendering, load_svg):
    file = io.BytesIO()
    squares = np.array([[0, 255, 0], [255, 0, 255]], np.uint8)
    Image.fromarray(squares).save(file, "PNG")
    data = base64.b64encode(file.getvalue()).decode()
    image = f'<image width="90" height="60" href="data:image/png;base64,{data}" style="{{}}"/>'
    sharp = draw(load_svg, image.format(f"image-rendering: {rendering}"), size=100)[:60, :90]
    assert (sharp == 1 - squares.repeat(30, axis=0).repeat(30, axis=1) / 255).all()
    smooth = draw(load_svg, image.format(""), size=100)[:60, :90]
    assert ((smooth > 0.2) & (smooth < 0.8)).mean() > 0.05
