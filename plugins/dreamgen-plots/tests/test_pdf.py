from __future__ import annotations

import pytest
import torch

from dreamgen import BadInput, Size, Source

pytest.importorskip("dreamgen_plots", reason="the plugin is not installed here")
pytest.importorskip("pypdfium2", reason="PDFium is not installed here")

from dreamgen_plots.pdf.loader import Pdf
from dreamgen_plots.pdf.worker import fit_size

PAGE = b"0.9 g 20 20 160 60 re f 0 g BT /F 12 Tf 20 88 Td (Words) Tj ET 1 0 0 rg 60 40 20 20 re f"


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(
    page: bytes = PAGE, box: bytes = b"0 0 200 100", *more: bytes, font: bytes = HELVETICA
) -> bytes:
    """Return a file of one page, with more objects from number 6 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>" % box,
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        font,
        *more,
    ]
    text, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return (
        text + head + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, len(text))
    )


def load(data: bytes, size: int = 400, **parameters):
    source = Source(data, "plot.pdf")
    assert Pdf().accepts(source)
    return Pdf(**parameters).load(source, Size(size))


def test_a_page_is_drawn_and_its_words_are_known():
    picture = load(pdf())
    assert picture.size == (400, 200)
    red = torch.tensor([1.0, 0, 0])
    assert torch.allclose(picture.pixels[:, 100, 140], red)
    dark = picture.pixels.amax(0) < 0.5
    dark[40:] = False  # the words, and not the mark
    assert dark.any()
    assert (picture.protected[0][dark] == 1).all()
    assert picture.protected[0, 100:].max() == 0


def test_the_panel_alone_dreams_if_asked():
    mask = load(pdf(), where="panel").mask[0]
    assert mask[100, 200] == 1
    assert mask[20].max() == 0
    assert load(pdf(), protect="none").protected is None
    with pytest.raises(BadInput, match="no panel"):
        load(pdf(b"0 g 1 1 9 9 re f"), where="panel")
    assert load(pdf(b"0 g 1 1 9 9 re f"), where="panel?, #x?").mask is None


def nested(levels: int) -> bytes:
    """A form that draws a form ten times, and so on."""
    forms = []
    for level in range(levels):
        body = b"/X Do " * 10
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X %d 0 R>>>>"
            b"/Length %d>>stream\n%s\nendstream" % (7 + level, len(body), body)
        )
    last = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Length 13>>stream\n0 0 9 9 re f \nendstream"
    )
    return pdf(b"/X Do", b"0 0 200 100", *forms, last)


HOSTILE = {
    "cut short": pdf()[: len(pdf()) // 3],
    "head alone": b"%PDF-1.7\n",
    "pages of themselves": pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    "vast": pdf(PAGE, b"0 0 9000000 9000000"),
    "sliver": pdf(PAGE, b"0 0 20000 1"),
    "ten to the nine forms": nested(9),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_sentence(name):
    with pytest.raises(BadInput, match=r"^plot\.pdf") as caught:
        load(HOSTILE[name])
    assert "\n" not in str(caught.value)


def test_a_page_that_there_is_not():
    with pytest.raises(BadInput, match="has 1 page, and page 7"):
        load(pdf(), page=7)


def test_every_facet_dreams_and_no_heading_does():
    page = b"0.9 g 20 20 70 50 re f 110 20 70 50 re f 0.8 g 20 72 70 8 re f 110 72 70 8 re f"
    mask = load(pdf(page), where="panel").mask[0]
    assert mask[110, 110] == mask[110, 290] == 1
    assert mask[110, 200] == mask[48].max() == 0


def test_the_keys_of_a_legend_stay_if_asked():
    legend = b"".join(
        b"%s rg 120 %d 6 6 re f BT /F 8 Tf 132 %d Td (Group) Tj ET " % (colour, at, at)
        for colour, at in ((b"1 0 0", 60), (b"0 0 1", 45))
    )
    picture = load(pdf(b"0.95 g 20 20 160 60 re f " + legend), protect="text?, legend")
    red = torch.tensor([1.0, 0, 0]).view(3, 1, 1)
    keys = (picture.pixels - red).abs().amax(0) < 0.01
    assert keys.sum() > 80
    assert (picture.protected[0][keys] == 1).all()
    plain = load(pdf(b"0.95 g 20 20 160 60 re f " + legend))
    assert plain.protected[0][keys].mean() < 0.5


def form(body: bytes, number: int = 7, matrix: bytes = b"1 0 0 1 0 0") -> bytes:
    """A form that may itself use the font and the form of that number."""
    return (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 999 999]/Matrix[%s]/Resources<</Font<</F 5 0 R>>"
        b"/XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (matrix, number, len(body), body)
    )


WORDS = b"0 g BT /F 12 Tf 20 88 Td (Words) Tj ET"
BOX = b"0.9 g 20 20 160 60 re f 1 0 0 rg 60 40 20 20 re f"


def darkness(picture) -> torch.Tensor:
    return picture.pixels.amax(0) < 0.5


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_words_inside_forms_are_kept(depth):
    forms = [form(b"/X Do", 7 + level) for level in range(depth - 1)] + [form(WORDS)]
    picture = load(pdf(BOX + b" /X Do", b"0 0 200 100", *forms))
    dark = darkness(picture)
    assert dark[:40].any()
    assert (picture.protected[0][dark] == 1).all()
    assert picture.protected[0, 100:].max() == 0


def test_a_panel_inside_forms_is_where_their_matrices_put_it():
    """Drawn at a tenth of the size, then placed by the form's own matrix and two outer ones."""
    small = b"0.9 g 2 2 16 6 re f 1 0 0 rg 6 4 2 2 re f"
    forms = [form(b"q 2 0 0 2 0 0 cm /X Do Q", 7), form(small, 7, b"2.5 0 0 2.5 0 0")]
    inside = load(pdf(b"q 2 0 0 2 0 0 cm /X Do Q", b"0 0 200 100", *forms), where="panel")
    plain = load(pdf(BOX), where="panel")
    assert torch.equal(inside.pixels, plain.pixels)
    assert torch.allclose(inside.mask, plain.mask)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_and_cropped_page(turns):
    crop = b"0 0 400 300]/CropBox[0 0 200 100"
    plain = load(pdf(PAGE), where="panel")
    turned = load(pdf(PAGE, crop + b"]/Rotate %d/X[0" % (90 * turns)), where="panel")
    for name in ("pixels", "mask", "protected"):
        expected = torch.rot90(getattr(plain, name), -turns, (1, 2))
        got = getattr(turned, name)
        assert got.shape == expected.shape
        assert (got - expected).abs().mean() < 0.01


def test_glyphs_that_are_drawings_are_words_too():
    """A font of type 3: each letter a stream of its own, here a black square."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[0.1 0 0 0.1 0 0]/FirstChar 65"
        b"/LastChar 65/Widths[12]/Encoding<</Differences[65/a]>>/CharProcs<</a 7 0 R>>>>"
    )
    body = b"12 0 d0 0 0 10 10 re f"
    glyph = b"<</Length %d>>stream\n%s\nendstream" % (len(body), body)
    page = BOX + b" 0 g BT /F 10 Tf 20 85 Td (AAA) Tj ET"
    picture = load(pdf(page, b"0 0 200 100", b"<<>>", glyph, font=font))
    dark = darkness(picture)
    assert dark.sum() > 300
    assert (picture.protected[0][dark] == 1).all()


def test_what_was_typed_onto_the_page_is_words():
    body = b"BT /F 12 Tf 5 5 Td 0 g (Note) Tj ET"
    note = form(body).replace(b"0 0 999 999", b"0 0 60 20")
    annotation = b"<</Type/Annot/Subtype/FreeText/Rect[20 2 80 18]/DA(/F 12 Tf)/AP<</N 7 0 R>>>>"
    data = pdf(BOX, b"0 0 200 100]/Annots[6 0 R", annotation, note)
    picture = load(data)
    dark = darkness(picture)
    assert dark[160:].any()
    assert (picture.protected[0][dark] == 1).all()


@pytest.mark.parametrize(
    "page",
    [
        b"0 0 1 rg 20 20 60 30 re f 90 20 60 70 re f",  # bars
        b"0 0 1 rg 20 20 60 70 re f BT /F 9 Tf 30 50 Td 0 g (42) Tj ET",  # one, with its value
        b"".join(b"%d 0 0 rg %d 10 20 80 re f " % (i % 2, 10 + 20 * i) for i in range(9))[:-1]
        + b" 0 g 1 1 3 3 re f 0 0 200 5 re f",
    ],
)
def test_bars_are_no_panels(page):
    mask = load(pdf(page), where="panel?").mask
    assert mask is None or (mask > 0.5).float().mean() > 0.5


LETTERS = {
    "E": [(0, 0, 1.3, 10), (1, 0, 5, 1.3), (1, 4, 4, 1.3), (1, 8.7, 5, 1.3)],
    "H": [(0, 0, 1.3, 10), (1, 4, 4, 1.3), (5, 0, 1.3, 10)],
    "L": [(0, 0, 1.3, 10), (1, 0, 5, 1.3)],
    "T": [(0, 8.7, 7, 1.3), (3, 0, 1.3, 9)],
}
"""Outlines of letters, as rectangles: left, bottom, width and height, in tenths of the letter's."""


def outline(word: str, x: float, y: float, height: float = 6) -> bytes:
    """Return a word as filled paths, as programs write it that embed no fonts."""
    places = [(x + 0.85 * height * place, part) for place, key in enumerate(word)
              for part in LETTERS[key]]  # fmt: skip
    scale = height / 10
    boxes = [
        (left + scale * a, y + scale * b, scale * c, scale * d) for left, (a, b, c, d) in places
    ]
    return b" ".join(b"%f %f %f %f re" % box for box in boxes) + b" f "


def test_words_that_are_outlines_are_found_in_a_chart_by_their_look():
    words = outline("THE", 20, 90) + outline("TELL", 80, 5) + outline("HEEL", 130, 5)
    page = b"0.9 g 20 20 160 60 re f 0 g " + words + b"1 0.6 0 rg 60 20 20 40 re f"
    picture = load(pdf(page), 600)
    dark = (picture.pixels.amax(0) < 0.4).numpy()
    assert dark.sum() > 500
    protected = picture.protected[0].numpy()
    assert (protected[dark] == 1).mean() > 0.95
    assert protected[70:230].max() == 0
    assert load(pdf(page), 600, protect="none").protected is None


def test_encrypted_empty_and_broken_files_are_told_apart():
    from dreamgen_plots.pdf import worker

    locked = b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -1/O(%s)/U(%s)>>" % (
        b"o" * 32,
        b"u" * 32,
    )
    locked += b"/ID[(0123456789abcdef)(0123456789abcdef)]"
    with pytest.raises(ValueError, match="encrypted; save it without a password"):
        worker.open_document(pdf().replace(b"/Root 1 0 R", locked))
    empty = pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0")
    with pytest.raises(BadInput, match="has no pages"):
        load(empty)
    with pytest.raises(BadInput, match="damaged, cut short"):
        load(b"%PDF-1.7\n")


@pytest.mark.parametrize("page", [(595, 842), (842, 595), (400, 400)])
@pytest.mark.parametrize("size", [Size(900), Size(300, 500), Size(2480, 3508, sheet=True)])
def test_a_page_gets_the_size_that_dreamgen_gives_other_pictures(page, size):
    assert fit_size(*page, [size.width, size.height, size.sheet]) == size.fit(*page)
