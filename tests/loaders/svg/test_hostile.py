"""Drawings made to hang, to fill the memory, or to read what is none of their business."""

import gzip
import os
import time

import pytest
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Source
from dreamgen.loaders.svg.loader import Svg
from dreamgen.recipe.values import Size

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="100" height="100">'
)


def svg(*body):
    return f"{OPEN}{''.join(body)}</svg>"


def tenfold(element, use):
    """Nine levels of ten references each."""
    levels = [element.format(i, use.format(i - 1) * 10) for i in range(1, 10)]
    return svg('<rect id="r0" width="9" height="9"/>', *levels, use.format(9))


PATTERN = '<pattern id="r{}" width="1" height="1" patternUnits="userSpaceOnUse">{}</pattern>'
ENTITIES = "".join(f'<!ENTITY e{i} "' + f"&e{i - 1};" * 10 + '">' for i in range(1, 10))
PAINT = '<rect width="9" height="9" fill="url(#{})"/>'

REFUSED = {
    "billion laughs": f"<!DOCTYPE svg [<!ENTITY e0 'lol'>{ENTITIES}]>{OPEN}<text>&e9;</text></svg>",
    "long entity": f"<!DOCTYPE svg [<!ENTITY e '{'x' * 9999}'>]>{OPEN}{'&e;' * 9999}</svg>",
    "many entities": f"<!DOCTYPE svg [<!ENTITY e '{'x' * 200}'>]>{OPEN}{'&e;' * 999_999}</svg>",
    "outside entity": f"<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{OPEN}&e;</svg>",
    "parameter entity": f"<!DOCTYPE svg [<!ENTITY % e SYSTEM 'http://x.test/e'> %e;]>{OPEN}</svg>",
    "nested 100,000 deep": svg("<g>" * 100_000, "</g>" * 100_000),
    "nested 900 deep": svg("<g opacity='0.9'>" * 900, "<rect/>", "</g>" * 900),
    "ten to the nine copies": tenfold('<g id="r{}">{}</g>', '<use xlink:href="#r{}"/>'),
    "ten to the nine patterns": tenfold(PATTERN, PAINT.replace("{}", "r{}")),
    "two to the twenty masks": svg(
        *(
            f'<mask id="m{i}" mask="url(#m{i - 1})"><g mask="url(#m{i - 1})"/></mask>'
            for i in range(1, 21)
        ),
        '<rect width="9" height="9" mask="url(#m20)"/>',
    ),
    "use of itself": svg('<g id="a"><use xlink:href="#a"/></g>'),
    "use of each other": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "pattern of itself": svg(PATTERN.format("0", PAINT.format("r0")), PAINT.format("r0")),
    "clip of itself": svg('<clipPath id="c" clip-path="url(#c)"><rect/></clipPath>'),
    "styled clip of itself": svg('<clipPath id="c" style="clip-path: url(\'#c\')"/>'),
    "gradient of itself": svg('<linearGradient id="c" xlink:href="#c"/>', PAINT.format("c")),
    "attributes": OPEN[:-1] + "".join(f" a{i}='1'" for i in range(100_000)) + "/>",
    "elements": svg("<g/>" * 260_000),
    "cut short": svg("<rect/>")[:-9],
    "cut in a tag": OPEN[:-5],
    "unknown prefix": svg("<x:y/>"),
    "control character": svg("<text>\x01</text>"),
    "unknown encoding": f'<?xml version="1.0" encoding="klingon"?>{OPEN}</svg>',
    "width beyond floats": '<svg xmlns="http://www.w3.org/2000/svg" width="1e400" height="1e400"/>',
    "a speck in a vast page": svg('<rect width="1" height="1"/>').replace("100", "1000000000", 2),
    "embedded drawing": svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once_in_one_sentence(name):
    source = Source(REFUSED[name].encode(), "bad.svg")
    started = time.process_time()
    with pytest.raises(BadInput, match=r"^bad\.svg") as caught:
        Svg().load(source, None)
    assert time.process_time() - started < 2
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


RED = '<rect width="99" height="99" fill="red"/>'
SLOW = {
    "filter": f"""<filter id="f"><feTurbulence numOctaves="1000000" baseFrequency=".5"/></filter>
        <g filter="url(#f)">{RED}</g>""",
}


@pytest.mark.parametrize("name", SLOW)
def test_what_never_ends_is_ended(name):
    started = os.times()
    with pytest.raises(BadInput, match="too long to draw"):
        Svg().load(Source(svg(SLOW[name]).encode(), "bad.svg"), None)
    assert os.times().children_user - started.children_user < 3


def test_what_fills_the_memory_is_ended():
    text = svg("<g opacity='0.9'>" * 240, '<rect width="100" height="100"/>', "</g>" * 240)
    with pytest.raises(BadInput, match="too much memory"):
        Svg().load(Source(text.encode(), "bad.svg"), Size(2000))


def test_patience_allows_more():
    groups = svg("<g opacity='0.9'>" * 60, '<rect width="100" height="100"/>', "</g>" * 60)
    source = Source(groups.encode(), "slow.svg")
    with pytest.raises(BadInput, match="too long"):
        Svg(patience=0.02).load(source, Size(300))
    assert Svg(patience=20).load(source, Size(300)).size == (300, 300)


def test_gzip_bomb():
    data = gzip.compress(b"<svg>" + b" " * (80 << 20), compresslevel=1)
    with pytest.raises(BadInput, match="longer than"):
        Svg().load(Source(data, "bad.svgz"), None)
    with pytest.raises(BadInput, match="cut short"):
        Svg().load(Source(gzip.compress(svg().encode())[:-12], "bad.svgz"), None)


@pytest.mark.parametrize("offset", range(5, 240, 13))
def test_cut_anywhere(offset):
    whole = svg('<g id="a" style="fill:red"><text x="5">a &amp; b</text></g>', "<rect width='9'/>")
    with pytest.raises(BadInput, match=r"^bad\.svg"):
        Svg().load(Source(whole[:offset].encode(), "bad.svg"), Size(64))


@pytest.mark.parametrize(
    "form", ["{}", "file://{}", "  {} ", "&#47;{}", "http://x.test{}", "//x{}"]
)
@pytest.mark.parametrize("element", ["image", "use", "feImage", "pattern"])
def test_outside_references_are_refused(form, element, tmp_path):
    Image.new("RGB", (9, 9), "red").save(tmp_path / "secret.png")
    target = form.format(tmp_path / "secret.png")
    for attribute in ("href", "xlink:href"):
        text = svg(f'<{element} {attribute}="{target}" width="99" height="99"/>')
        with pytest.raises(BadInput, match=r"refers to something outside .* embed"):
            Svg().load(Source(text.encode(), "bad.svg"), None)


def test_files_named_in_style_are_not_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (9, 9), "red").save("secret.png")
    (tmp_path / "x.css").write_text("rect{fill:red}")
    text = '<?xml-stylesheet href="x.css" type="text/css"?>' + svg(
        "<style>@import url(x.css); g{background:url(secret.png)} g{mask-image:url(secret.png)}",
        "</style>",
        '<g style="fill:url(secret.png#a)"><rect width="100" height="100" fill="blue"/></g>',
    )
    picture = Svg().load(Source(text.encode(), "x.svg"), Size(32))
    assert picture.pixels[:, 9, 9].tolist() == [0, 0, 1]


@pytest.mark.parametrize(("start", "kind"), [(b"\xff\xd8\xff\xe0", "JPEG"), (b"%PDF-1.7\n", "PDF")])
def test_another_kind_of_file_is_named(start, kind):
    with pytest.raises(BadInput, match=f"^photo is a {kind} .*, not an SVG drawing$"):
        Svg().load(Source(start + bytes(60), "photo"), None)


@pytest.mark.parametrize(
    "body",
    [
        f"<g style=\"fill: red; width: {'7' * 5000}; x: 'y'\"><rect width='50' height='100'/></g>",
        f"<style>rect {{ fill: red; z-index: {'7' * 5000} }}</style><rect width='50' height='100'/>",
        f"<rect width='50' height='100' fill='red' stroke-width='calc({'7' * 5000})'/>",
    ],
)
def test_a_number_of_more_digits_than_python_reads_spoils_nothing(body):
    picture = Svg().load(Source(svg(body).encode(), "long.svg"), Size(100))
    assert picture.pixels[:, 50, 25].tolist() == pytest.approx([1, 0, 0], abs=0.02)
    assert picture.pixels[:, 50, 75].tolist() == pytest.approx([1, 1, 1], abs=0.02)
