"""What protect accepts, and what it says of what is not there."""

import io
import warnings

import numpy as np
import pytest
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.values import Size

CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
<rect width="200" height="100" fill="#fff"/><rect id="eye" width="20" height="20"/>
<text x="20" y="55">words</text></svg>"""


@pytest.fixture(scope="module")
def photograph():
    file = io.BytesIO()
    noise = np.random.default_rng(3).integers(0, 255, (40, 60, 3), np.uint8)
    Image.fromarray(noise).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("wrong", "meant"), [("txt", "text"), ("legnd", "legend"), ("text, axs", "axes")]
)
def test_an_unknown_word_is_refused(wrong, meant, load_svg, load_raster, photograph):
    for load, data in ((load_svg, CHART), (load_raster, photograph)):
        with pytest.raises(BadInput, match=rf"did you mean {meant}\?"):
            load(data, Size(64), protect=wrong)


@pytest.mark.parametrize(
    "protect", ["text, legend, axes", "none", "text, #eye", "#eye, .none?", "circle"]
)
def test_known_words_and_what_is_there_are_taken_silently(protect, load_svg):
    with warnings.catch_warnings():
        warnings.simplefilter("error" if protect != "circle" else "ignore")
        load_svg(CHART, Size(64), protect=protect)


def test_selectors_that_find_nothing_are_named_in_one_line(load_svg):
    with pytest.warns(InputWarning, match=r"nothing in plot\.svg is '#eyes', '\.mouth'") as caught:
        load_svg(CHART, Size(64), protect="text, #eyes, #eye, .mouth, #tail?")
    assert len(caught) == 1


def test_a_photograph_has_no_words_and_no_parts(load_raster, photograph):
    with pytest.warns(InputWarning, match="text, which is looked for in charts alone") as caught:
        load_raster(photograph, protect="text, #eye, legend, #tail?")
    assert len(caught) == 1
    assert "'#eye'" in str(caught[0].message)
    assert "#tail" not in str(caught[0].message)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_raster(photograph)  # nobody asked
        load_raster(photograph, protect="text?, #eye?")


def test_words_that_are_outlines_without_a_name_are_kept(load_svg):
    """What Illustrator and dvisvgm leave of text: paths like any other."""
    letter = "M0 0h5v2h-3v2h2v2h-2v4h-2z"
    words = "".join(
        f'<path transform="translate({x + 7 * i} {y})" d="{letter}"/>'
        for x, y in [*((60 + 60 * n, 228) for n in range(5)), *((5, 50 + 40 * n) for n in range(4))]
        for i in range(4)
    )
    picture = load_svg(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 260">'
        '<rect width="400" height="260" fill="#fff"/><path d="M40 220V40M40 220H372" fill="none"'
        f' stroke="#000"/><rect x="100" y="90" width="40" height="130" fill="#58f"/>{words}</svg>',
        Size(800),
    )
    kept = picture.protected[0].numpy() == 1
    dark = picture.pixels.mean(0).numpy() < 0.3
    assert kept[452:480][dark[452:480]].mean() > 0.9  # the labels below
    assert kept[200:430, 205:275].mean() < 0.05  # the bar


def test_all_that_is_passed_over_is_said_in_one_line(load_svg):
    odd = CHART.replace("</svg>", "<style>rect:lang(en) { fill: red }</style></svg>")
    with pytest.warns(InputWarning) as caught:
        load_svg(odd, Size(64), where="panel?", protect="text, #eyes")
    assert len(caught) == 1
    said = str(caught[0].message)
    for part in ("drawn without the style of", "nothing in plot.svg is '#eyes'", "panel"):
        assert part in said
