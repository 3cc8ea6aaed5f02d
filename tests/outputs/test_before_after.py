import base64
import re

import numpy as np
import pytest
import torch
from PIL import Image

from dreamgen.errors import DreamError
from dreamgen.imaging.picture import Frame
from dreamgen.outputs.moving.flip import Flip
from dreamgen.outputs.pages.sheet_page import SheetPage
from dreamgen.outputs.pages.slider import Slider
from dreamgen.outputs.sheets.captioned import choose_columns, draw_sheet
from dreamgen.outputs.sheets.finished_picture import FinishedPicture
from dreamgen.outputs.sheets.grid import Cell, Grid
from dreamgen.outputs.stills.png import Png
from dreamgen.outputs.stills.webp import Webp

PAIR = Frame(torch.zeros(3, 40, 60), source=torch.ones(3, 40, 60))


def test_flip_shows_the_source_and_then_the_dream(tmp_path):
    path = tmp_path / "x.gif"
    Flip(seconds=0.5).write([PAIR], path, "seed = 1\n")
    with Image.open(path) as image:
        assert image.n_frames == 2
        shown = []
        for number in range(2):
            image.seek(number)
            shown.append((np.asarray(image.convert("RGB")).mean(), image.info["duration"]))
    assert shown == [(255, 500), (0, 500)]
    assert Flip.read_recipe(path) == "seed = 1\n"


def test_slider_is_one_file_that_asks_for_nothing(tmp_path):
    path, recipe = tmp_path / "x.html", 'objective = "layer" # ä&amp;\r\n</template><script>\n'
    Slider(title="A <b>").write([PAIR], path, recipe)
    page = path.read_text()
    assert not re.search(r"<script|https?:|<link|@import|<b>", page)
    pictures = re.findall(r'src="data:image/webp;base64,([^"]+)"', page)
    assert len(pictures) == 2
    (tmp_path / "after.webp").write_bytes(base64.b64decode(pictures[1]))
    assert Webp.read_recipe(tmp_path / "after.webp") == recipe
    assert Slider.read_recipe(path) == recipe
    assert np.asarray(Image.open(tmp_path / "after.webp")).max() == 0


@pytest.mark.parametrize("output", [Flip(), Slider()])
def test_without_a_source_there_is_nothing_to_show(output, tmp_path):
    with pytest.raises(DreamError, match="no source"):
        output.write([Frame(torch.zeros(3, 9, 9))], tmp_path / "x.gif", "")


def test_a_sheet_has_every_picture_and_its_caption():
    colours = ["red", "lime", "blue"]
    cells = [
        Cell(Image.new("RGB", (80, 50), colour), colour, f"--layer {colour}") for colour in colours
    ]
    image = draw_sheet(cells, 2, "heading")
    found = {
        image.getpixel((x, y)) for x in range(0, image.width, 5) for y in range(0, image.height, 5)
    }
    assert {(255, 0, 0), (0, 255, 0), (0, 0, 255)} <= found
    assert image.width < 2.5 * 80
    assert image.height > 2 * 70


def test_a_sheet_and_its_page_carry_the_recipe(tmp_path):
    cells = [Cell(Image.new("RGB", (80, 50)), "black", "--layer 1")]
    outputs = {
        "x.png": FinishedPicture(image=draw_sheet(cells, 1), kind=Png()),
        "x.html": SheetPage(grid=Grid(cells)),
    }
    for name, output in outputs.items():
        output.write([], tmp_path / name, 'seed = 1\n# "<ä>"\n')
        assert output.read_recipe(tmp_path / name) == 'seed = 1\n# "<ä>"\n'


def test_a_page_of_somebody_else_carries_none(tmp_path):
    path = tmp_path / "x.html"
    for text in ("<!doctype html><p>hello", '<template id="dreamgen-recipe">seed = 1</template>'):
        path.write_text(text)
        assert Slider.read_recipe(path) is None
    assert Slider.read_recipe(tmp_path) is None


@pytest.mark.parametrize(
    ("count", "aspect", "columns"), [(1, 1, 1), (7, 1.5, 4), (9, 1.5, 3), (9, 1, 4)]
)
def test_sheets_are_neither_tall_nor_long(count, aspect, columns):
    assert abs(choose_columns(count, aspect) - columns) <= 1
