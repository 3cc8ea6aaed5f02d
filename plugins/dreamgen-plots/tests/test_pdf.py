from __future__ import annotations

import pytest
import torch

from dreamgen import BadInput, Size, Source

pytest.importorskip("dreamgen_plots", reason="the plugin is not installed here")
pytest.importorskip("pypdfium2", reason="PDFium is not installed here")

from dreamgen_plots.pdf.loader import Pdf

PAGE = b"0.9 g 20 20 160 60 re f 0 g BT /F 12 Tf 20 88 Td (Words) Tj ET 1 0 0 rg 60 40 20 20 re f"


def pdf(page: bytes = PAGE, box: bytes = b"0 0 200 100", *more: bytes) -> bytes:
    """Return a file of one page, with more objects from number 6 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>" % box,
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
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
    with pytest.raises(BadInput, match="has 1 pages, and page 7"):
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
    picture = load(pdf(b"0.95 g 20 20 160 60 re f " + legend), protect="text, legend")
    red = torch.tensor([1.0, 0, 0]).view(3, 1, 1)
    keys = (picture.pixels - red).abs().amax(0) < 0.01
    assert keys.sum() > 80
    assert (picture.protected[0][keys] == 1).all()
    plain = load(pdf(b"0.95 g 20 20 160 60 re f " + legend))
    assert plain.protected[0][keys].mean() < 0.5
