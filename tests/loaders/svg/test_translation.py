"""What only browsers draw, with colours from the specifications' own formulas."""

import warnings

import pytest
import torch

from dreamgen.errors import InputWarning
from dreamgen.recipe.values import Size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">'

WHITE = '<rect width="100%" height="100%" fill="white"/>'


def find_colour(load_svg, body, x=50, y=50, root=OPEN):
    picture = load_svg(f"{root}{body}</svg>", Size(100))
    return [round(value * 255) for value in picture.pixels[:, y, x].tolist()]


@pytest.mark.parametrize(
    ("paint", "colour"),
    [
        ("rgb(21 128 61)", [21, 128, 61]),
        ("hsl(120deg 100% 50%)", [0, 255, 0]),
        ("hwb(120 0% 0%)", [0, 255, 0]),
        ("rebeccapurple", [102, 51, 153]),
        ("light-dark(#b91c1c, #fca5a5)", [185, 28, 28]),
        ("color-mix(in srgb, red, yellow)", [255, 128, 0]),
        ("var(--none, #123456)", [18, 52, 86]),
        ("color(srgb 1 0.2 0)", [255, 51, 0]),
    ],
)
def test_modern_colours(paint, colour, load_svg):
    assert find_colour(load_svg, f'<rect width="100" height="100" fill="{paint}"/>') == colour
    styled = f'<rect width="100" height="100" style="fill:{paint}"/>'
    assert find_colour(load_svg, styled) == colour


# Each in 0..255 of sRGB, by the conversions of CSS Color 4: what a colour of the first is in the
# other space; greys by hand (50 of Lab is the cube of 66/116; half of Oklab, an eighth of light).
SPACES = {
    "lab(50% 0 0)": (119, 119, 119),
    "lab(54.2905% 80.8049 69.891)": (255, 0, 0),
    "lab(87.8185% -79.271 80.9946)": (0, 255, 0),
    "lch(54.2905% 106.837 40.8577)": (255, 0, 0),
    "lch(29.5683% 131.2014 301.3642)": (0, 0, 255),
    "oklab(0.5 0 0)": (99, 99, 99),
    "oklab(62.796% 0.22486 0.12585)": (255, 0, 0),
    "oklch(0.86644 0.29483 142.495)": (0, 255, 0),
    "oklch(45.201% 0.31321 264.052 / 0.5)": (128, 128, 255),  # on white
    "color(srgb-linear 0.5 0.5 0.5)": (188, 188, 188),
    "color(display-p3 0.91749 0.20029 0.13856)": (255, 0, 0),
    "color(rec2020 0.79198 0.23098 0.07376)": (255, 0, 0),
    "color(xyz-d65 0.95046 1 1.08906)": (255, 255, 255),
    "color(xyz-d50 0.9643 1 0.8251)": (255, 255, 255),
    "color-mix(in oklab, white, black)": (99, 99, 99),
    "color-mix(in lab, white, black)": (119, 119, 119),
    "color-mix(in lch, white, black)": (119, 119, 119),
    "color-mix(in srgb-linear, white, black)": (188, 188, 188),
    "color-mix(in xyz, red, lime)": (188, 188, 0),
    "color-mix(in srgb, red 25%, blue)": (64, 0, 191),
    "color-mix(in hsl, red, blue)": (255, 0, 255),  # the shorter way round
}


def test_colour_spaces(load_svg):
    squares = "".join(
        f'<rect x="{10 * at}" width="10" height="100" fill="{paint}"/>'
        for at, paint in enumerate(SPACES)
    )
    root = f'<svg xmlns="http://www.w3.org/2000/svg" width="{10 * len(SPACES)}" height="20">'
    picture = load_svg(f"{root}{WHITE}{squares}</svg>", Size(10 * len(SPACES)))
    for at, (paint, expected) in enumerate(SPACES.items()):
        found = picture.pixels[:, 10, 10 * at + 5] * 255
        assert abs(found - torch.tensor(expected)).max() <= 1, paint


BLUE = [0, 0, 255]


@pytest.mark.parametrize(
    "body",
    [
        "<style>@media screen{.m{fill:#00f}}</style><rect class='m' width='100' height='100'/>",
        "<style>.k:not(.z){fill:#00f}</style><rect class='k' width='100' height='100'/>",
        "<style>.d{r:60px;cx:50px;cy:50px;fill:#00f}</style><circle class='d'/>",
        "<g style='transform:translate(40px,40px) scale(2)'><rect width='10' height='10'"
        " fill='#00f'/></g>",
        "<rect width='100' height='100' fill='#00f' opacity='0'><animate attributeName='opacity'"
        " to='1' dur='1s' fill='freeze'/></rect>",
        "<style>@keyframes f{to{opacity:1}}rect.f{opacity:0;animation:f 1s forwards}</style>"
        "<rect class='f' width='100' height='100' fill='#00f'/>",
        "<rect x='10mm' y='10mm' width='20mm' height='20mm' fill='#00f'/>",
        "<image width='100' height='100' href='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3"
        ".org/2000/svg%22 width=%229%22 height=%229%22%3E%3Crect width=%229%22 height=%229%22"
        " fill=%22blue%22/%3E%3C/svg%3E'/>",
    ],
)
def test_browser_features(body, load_svg):
    assert find_colour(load_svg, WHITE + body) == BLUE


def test_inset_clips(load_svg):
    body = WHITE + '<rect width="100" height="100" fill="#00f" style="clip-path:inset(10px 30px)"/>'
    assert find_colour(load_svg, body, 50, 50) == BLUE
    assert find_colour(load_svg, body, 20, 50) == [255, 255, 255]


def test_background_of_the_root(load_svg):
    root = OPEN.replace(">", ' style="background:#1e1e1e">')
    assert find_colour(load_svg, '<rect width="9" height="9"/>', root=root) == [30, 30, 30]


def test_words_in_html_are_protected(load_svg):
    body = (
        WHITE + '<foreignObject width="100" height="50"><div'
        ' xmlns="http://www.w3.org/1999/xhtml">Hello</div></foreignObject>'
    )
    assert load_svg(f"{OPEN}{body}</svg>", Size(200)).protected.any()


@pytest.mark.parametrize(("inner", "colour"), [("b", [0, 0, 255]), ("p", [255, 255, 255])])
def test_blocks_inside_a_line_hide_its_paper(inner, colour, load_svg):
    """CSS 2.2, 9.2.1.1: the line is broken around the block, and nothing is left of it."""
    body = (
        f'{WHITE}<foreignObject width="100" height="100"><span xmlns="http://www.w3.org/1999/xhtml"'
        f' style="background: blue"><{inner}>i</{inner}></span></foreignObject>'
    )
    assert find_colour(load_svg, body, 95, 3) == colour


def test_words_in_html_are_as_bold_as_what_is_around_them(load_svg):
    def draw(group, word):
        body = (
            f'<g {group}><foreignObject width="100" height="50"><div'
            f' xmlns="http://www.w3.org/1999/xhtml">{word}</div></foreignObject></g>'
        )
        return load_svg(f"{OPEN}{WHITE}{body}</svg>", Size(200)).pixels

    bold = draw("", "<b>Hello</b>")
    assert not torch.equal(bold, draw("", "Hello"))
    assert torch.equal(bold, draw('style="font-weight: bolder"', "Hello"))


def test_a_file_named_like_an_id_is_not_read(load_svg, tmp_path, monkeypatch):
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (9, 9), "red").save(tmp_path / "#canary.png")
    blue = '<rect width="100" height="100" fill="#00f"/>'
    body = f'{blue}<image href="#canary.png" width="100" height="100"/>'
    with pytest.warns(InputWarning, match="without the image"):
        assert find_colour(load_svg, body) == BLUE


def test_hidden_elements_do_not_cover(load_svg):
    body = (
        WHITE + '<rect id="bar" x="20" y="20" width="60" height="60"/>'
        '<style>.tip{visibility:hidden}</style><g class="tip"><rect width="100" height="100"/></g>'
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = load_svg(f"{OPEN}{body}</svg>", Size(100), where="#bar")
    assert picture.mask[0, 50, 50] == 1
