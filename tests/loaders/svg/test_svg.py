import base64
import gzip
import io
from importlib.resources import files

import numpy as np
import pytest
import resvg_py
import torch
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.recipe.values import Size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def svg(body, attributes='viewBox="0 0 200 100"'):
    return f"{OPEN}{attributes}>{body}</svg>"


def levels(tensor):
    return (tensor * 255).round().byte().permute(1, 2, 0).numpy()


def test_sharp_at_any_size(load_svg):
    half = svg(
        '<rect width="100" height="100" fill="#f00"/><rect x="100" width="100" height="100"/>'
    )
    for width in (64, 500, 2000):
        picture = load_svg(half, Size(width))
        assert picture.size == (width, width // 2)
        pixels = levels(picture.pixels)
        assert (pixels[:, : width // 2] == (255, 0, 0)).all()
        assert (pixels[:, width // 2 :] == 0).all()


def test_default_size(load_svg):
    picture = load_svg(svg('<rect width="200" height="100"/>'))
    assert picture.size == (1024, 512)
    assert picture.alpha is picture.mask is picture.protected is None


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20"', (200, 100)),
        ('width="4cm" height="20mm" viewBox="0 0 10 10"', (200, 100)),
        ('width="100%" height="100%" viewBox="3 -4 10 20"', (100, 200)),
        ('viewBox="0,0 , 10 5"', (200, 100)),
        ('width="40" viewBox="0 0 10 5"', (200, 100)),
        ('height="40" viewBox="0 0 10 5"', (200, 100)),
        ('width="1e5" height="5e4"', (200, 100)),
        ('width="nonsense" viewBox="0 0 2 1"', (200, 100)),
        ('viewBox="0 0 nan 1" width="2in" height="1in"', (200, 100)),
    ],
)
def test_own_size_gives_the_aspect(attributes, size, load_svg):
    # a circle with a huge stroke paints everything, wherever the view box lies
    body = '<circle r="1e5" fill="#123456"/>'
    assert load_svg(svg(body, attributes), Size(200)).size == size


def test_without_any_size_what_is_drawn_decides(load_svg):
    picture = load_svg(svg('<rect width="60" height="30"/>', ""), Size(200))
    assert picture.size == (200, 100)
    with pytest.raises(BadInput, match="viewBox"):
        load_svg(svg('<rect width="1e9" height="1e9"/>', ""))


@pytest.mark.parametrize("attributes", ['width="0" height="5"', 'width="-3" viewBox="0 0 1 1"'])
def test_no_extent(attributes, load_svg):
    with pytest.raises(BadInput, match=r"plot\.svg has no pixels"):
        load_svg(svg("", attributes))


def test_needle_shapes(load_svg):
    with pytest.raises(BadInput, match="too narrow"):
        load_svg(svg("<rect/>", 'viewBox="0 0 10000 1"'))
    with pytest.raises(BadInput, match="megapixels"):
        load_svg(svg("<rect/>", 'viewBox="0 0 1000000 1"'), Size(500, 500))


def test_both_sides_take_the_middle(load_svg):
    body = '<rect width="200" height="100" fill="red"/><rect x="50" width="100" height="100"/>'
    picture = load_svg(svg(body), Size(80, 80))
    assert picture.size == (80, 80)
    assert not picture.pixels.any()


@pytest.mark.parametrize("width", [101, 333, 640, 997])
def test_rounding_leaves_an_opaque_chart_opaque(width, load_svg):
    body = '<rect width="100%" height="100%" fill="white"/>'
    assert load_svg(svg(body, 'viewBox="0 0 504 360.5"'), Size(width)).alpha is None


def test_transparent_ground_is_masked(load_svg):
    body = '<rect width="100" height="100" fill="#c00" fill-opacity="0.6"/>'
    picture = load_svg(svg(body), Size(200))
    assert picture.alpha[0, :, :100].mean().item() == pytest.approx(0.6)
    assert not picture.alpha[0, :, 100:].any()
    assert torch.equal(picture.mask, picture.alpha)
    expected = torch.tensor([0.8 * 0.6 + 0.4, 0.4, 0.4])
    assert torch.allclose(picture.pixels[:, 5, 5], expected, atol=0.005)
    assert (picture.pixels[:, :, 100:] == 1).all()


def test_nothing_drawn(load_svg):
    with pytest.raises(BadInput, match=r"plot\.svg draws nothing"):
        load_svg(svg('<rect width="0" height="5"/>'))


def test_same_drawing_same_pixels(load_svg):
    text = svg('<text x="9" y="60" font-size="40" font-family="Georgia">words</text>')
    assert torch.equal(load_svg(text).pixels, load_svg(text).pixels)


def test_text_without_its_font_is_set_in_the_bundled_one(load_svg):
    def page(family):
        ground = '<rect width="200" height="100" fill="white"/>'
        return load_svg(svg(f'{ground}<text x="9" y="60" {family}>Ag, é 12</text>'), Size(400))

    bundled = page('font-family="Open Sans"').pixels
    assert bundled.min() < 0.2
    for family in (
        'font-family="No Such Font"',
        'font-family="sans-serif"',
        "",
        'font-family="serif"',
    ):
        assert torch.equal(page(family).pixels, bundled)


def test_letters_of_a_monospace_font_are_equally_wide(load_svg):
    def measure(word):
        text = f'<text x="5" y="60" font-size="20" font-family="No Such Font, monospace">{word}I</text>'
        dark = load_svg(
            svg(f'<rect width="200" height="100" fill="#fff"/>{text}'), Size(800)
        ).pixels
        columns = torch.nonzero((dark.mean(0) < 0.5).any(dim=0)).flatten()
        return columns[-1].item()

    assert measure("iiiiiii") == measure("MMMMMMM")


def test_embedded_pictures_are_drawn(load_svg):
    file = io.BytesIO()
    Image.new("RGB", (4, 4), (0, 0, 255)).save(file, "PNG")
    data = base64.b64encode(file.getvalue()).decode()
    for prefix in ("data:image/png;base64,", "\n data:image/PNG;base64,\n"):
        size = 'width="200" height="100" preserveAspectRatio="none"'
        picture = load_svg(svg(f'<image {size} xlink:href="{prefix}{data}"/>'), Size(100))
        assert (levels(picture.pixels)[25, 50] == (0, 0, 255)).all()


def test_gzip_and_other_encodings(load_svg):
    text = svg('<rect id="größe" width="200" height="100" fill="#0f0"/>')
    declared = f'<?xml version="1.0" encoding="iso-8859-1"?>{text}'
    for data in (
        gzip.compress(text.encode()),
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
        declared.encode("latin-1"),
    ):
        assert (levels(load_svg(data, Size(64)).pixels) == (0, 255, 0)).all()


def test_illustrator_inkscape_and_style_sheets(load_svg):
    text = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
        ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" ['
        '<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_x "http://ns.adobe.com/x">]>'
        '<svg xmlns="&ns_svg;" xmlns:i="&ns_x;" viewBox="0 0 20 10"><metadata><i:a i:href="/etc"/>'
        "</metadata><style><![CDATA[ @import url(https://example.com/f.css); g > rect{fill:#00f}"
        ' ]]></style><switch><foreignObject requiredExtensions="&ns_x;"/><g i:extraneous="self">'
        '<a href="https://example.com/"><rect width="0" height="0"/></a>'
        '<rect width="20" height="10"/></g></switch><script href="evil.js">while(1);</script></svg>'
    )
    assert (levels(load_svg(text, Size(64)).pixels) == (0, 0, 255)).all()


# --- protected text ---------------------------------------------------------------------------

CHART = svg(
    '<rect width="200" height="100" fill="#eee"/><circle cx="60" cy="50" r="30" fill="#c30"/>'
    '<text x="20" y="55" font-size="14" style="fill:#333;display:inline">Über <tspan'
    ' style="visibility:visible" fill="red">scatter</tspan></text>'
    '<g transform="rotate(30 150 50)"><text x="120" y="50" font-size="9" opacity="0.4">faint'
    "</text></g>"
)


def reference(text, width, **options):
    """The drawing as resvg itself gives it: none of our parsing, hiding or masking."""
    fonts = [str(font) for font in (files("dreamgen") / "fonts").iterdir() if font.suffix == ".ttf"]
    png = resvg_py.svg_to_bytes(
        svg_string=text,
        width=width,
        font_files=fonts,
        skip_system_fonts=True,
        font_family="Open Sans",
        serif_family="Open Sans",
        **options,
    )
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(int)


@pytest.mark.parametrize("width", [160, 400, 1024])
def test_every_glyph_pixel_is_protected(width, load_svg):
    picture = load_svg(CHART, Size(width))
    bare = reference(CHART, width, style_sheet="text,tspan{display:none !important}")
    drawn = reference(CHART, width)
    assert abs(levels(picture.pixels).astype(int) - drawn[..., :3]).max() == 0
    glyphs = torch.from_numpy((drawn != bare).any(axis=2))
    assert glyphs.sum() > 50
    assert (picture.protected[0][glyphs] == 1).all()


def test_margin_is_clear_and_its_edge_soft(load_svg):
    width = 200
    picture = load_svg(CHART, Size(width))
    bare = reference(CHART, width, style_sheet="text,tspan{display:none !important}")
    ys, xs = np.nonzero((reference(CHART, width) != bare).any(axis=2))
    rows, columns = np.mgrid[: width // 2, :width]
    squares = ((rows[..., None] - ys) ** 2 + (columns[..., None] - xs) ** 2).min(axis=2)
    distance = torch.from_numpy(np.sqrt(squares))
    protected = picture.protected[0]
    assert (protected[distance <= 2] == 1).all()
    assert (protected[distance >= 5] == 0).all()
    ring = protected[(distance > 2) & (distance < 5)]
    assert 0 < ring.min() < ring.max() < 1


def test_margin_grows_with_the_picture(load_svg):
    text = svg('<rect width="200" height="100" fill="white"/><text x="90" y="50">|</text>')
    small, large = (load_svg(text, Size(width)).protected for width in (700, 1400))
    assert large.mean().item() == pytest.approx(small.mean().item(), rel=0.15)


def test_protect_none_and_nothing_to_protect(load_svg):
    assert load_svg(CHART, Size(200), protect="none").protected is None
    hidden = svg('<text x="500" y="900">out of sight</text><rect width="200" height="100"/>')
    assert load_svg(hidden, Size(200)).protected is None


@pytest.mark.parametrize(
    "words",
    [
        '<defs><path id="D-1" d="M0 0h30v30z"/></defs><g id="text_3"><use xlink:href="#D-1"/></g>',
        '<defs><g id="glyph-0-1"><path d="M0 0h30v30z"/></g></defs><use xlink:href="#glyph-0-1"/>',
        '<defs><symbol id="glyph0-1"><path d="M0 0h30v30z"/></symbol></defs>'
        '<use xlink:href="#glyph0-1"/>',
        '<defs><text id="t" y="30">label</text></defs><use xlink:href="#t"/>',
        '<path id="p" d="M0 30h90"/><text><textPath xlink:href="#p">along</textPath></text>',
    ],
)
def test_outlined_and_reused_text_is_protected(words, load_svg):
    ground = '<rect width="200" height="100" fill="white"/>'
    picture = load_svg(svg(f"{ground}{words}"), Size(200))
    assert 0.005 < picture.protected.mean() < 0.3
    dark = picture.pixels.mean(0) < 0.9
    assert dark.any()
    assert (picture.protected[0][dark] == 1).all() or 'id="p"' in words
